------------------------------ MODULE Holdfast ------------------------------
(***************************************************************************)
(* The life of an inode in a passthrough daemon that keeps the objects its *)
(* client remembers alive with a hard link in a private work directory     *)
(* (policy "link", the RFC "Using hard links instead of lo_inode->fd") or  *)
(* with an O_PATH file descriptor (policy "fd").  One mount.               *)
(*                                                                         *)
(* A step is what happens at once: one system call, or one passage under   *)
(* the table's lock.  Between two steps of a request anything else may     *)
(* happen: other requests, the host, a crash.                              *)
(*                                                                         *)
(* Every rule of the design that could be forgotten is a CONSTANT, TRUE in *)
(* the daemon.  models.json sets one of them to FALSE at a time and names  *)
(* the property that must then break, so that the good and the bad         *)
(* specification are one text.                                             *)
(*                                                                         *)
(* org.holdfast.spec is the same model in Java, under the same names.      *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS Names,         \* names in the export (directories of the path are left out)
          Kinds,         \* subset of {"file", "dir"}; symlinks and special files are linked like files
          Inos,          \* inode numbers; an object's number is free again once it is dead
          MaxObjects,    \* how many objects the host creates in all
          MaxNodeid,     \* the table is full when nodeid MaxNodeid is given; the root is 1
          Requests,      \* slots for requests in flight
          MaxLookups,    \* how many lookups the client holds or asks for at once
          Policy,        \* "link" or "fd"
          Causes,        \* errno names with which linkat may fail although the object has a name
          Crashes        \* TRUE: the daemon may die, and the client may send INIT in a running session

\* The rules.  TRUE is the daemon; what breaks without one is in models.json.
CONSTANTS Pins,              \* a hold is released only after the last pin
          FdWaits,           \* an fd replaced by a link stays open until nobody uses it
          TakeBack,          \* an undelivered entry reply gives its count back
          HideDraining,      \* a node at count 0 is no longer matched by identity
          LockResolve,       \* find and insert are one passage under the lock
          FreshNodeids,      \* a nodeid is never given twice in a session
          NameFromNodeid,    \* a work link is named after its nodeid, not its inode number
          LinkBeforeReply,   \* the link is made before the client knows the node
          CloseAfterLink,    \* an fd replaced by a link is closed
          FallbackToFd,      \* a failed link keeps the fd
          MaskNlink,         \* replies show nlink without the work links
          MaskDraining,      \* ... also without those of nodes that are about to go
          MaskWaits,         \* ... and wait while a link of the object is being made or removed
          ReleaseAtUnpin,    \* a node forgotten while pinned is released after the last pin
          WarmAlone,         \* a link is replaced by an fd only when nobody else works through the link
          WarmWaits,         \* attribute replies wait while a link is replaced by an fd
          CountLink,         \* the reply to LINK is an entry and counts
          StaleUnknown,      \* a nodeid that the table does not know gets ESTALE
          ClampForget,       \* a FORGET of more than the count takes it to 0
          ForgetAtInit,      \* INIT in a running session forgets every node
          SweepOwn,          \* the sweep removes what the daemon made and nothing else
          SweepFirst         \* a session begins after the sweep

VARIABLES names,     \* [Names -> object or None]: the export
          object,    \* sequence of [kind, ino]: every object the host ever made; an object is its index
          workdir,   \* [link name -> object or None]: the work directory
          node,      \* [Nodeids -> record]: the node table, NoNode where there is none
          last,      \* the highest nodeid given in this session
          req,       \* [Requests -> record]: the requests in flight
          up,        \* a session is running
          held,      \* [Nodeids -> Nat]: the lookup counts as the client keeps them
          means      \* [Nodeids -> object or None]: the object of each nodeid's first reply

host == <<names, object>>
client == <<held, means>>
vars == <<names, object, workdir, node, last, req, up, held, means>>

-----------------------------------------------------------------------------
(* Words *)

None == 0
Root == 1
Nodeids == Root + 1 .. MaxNodeid
Objects == 1 .. MaxObjects

\* The entry of the work directory that the daemon did not make, and its object.
Foreign == 0
Stranger == MaxObjects + 1
LinkNames == {Foreign} \cup Nodeids \cup Inos
OwnLinks == {l \in LinkNames \ {Foreign} : workdir[l] # None}

NoNode == [phase |-> "free", obj |-> None, count |-> 0, pins |-> 0, hold |-> "none", fd |-> FALSE, why |-> "none"]
NoAttr == [obj |-> None, nlink |-> 0]
Idle == [step |-> "idle", op |-> "none", obj |-> None, node |-> None, via |-> "none", seen |-> NoAttr]

\* Phases of a node:
\*   making    inserted, its link is not yet in the table; known by nodeid and by identity
\*   live      known by nodeid and by identity
\*   draining  count 0: known by neither; kept for its pins, and for the mask
\*   released  the link is removed or the fd closed; the table does not say so yet
Known(n) == node[n].phase \in {"making", "live"}

\* The daemon never sees an object, only its identity (mount, device, inode number: here the number).
\* node.obj is the object that the identity was read from.
Ino(o) == object[o].ino
Identity(n) == Ino(node[n].obj)
Taken == {n \in Nodeids : node[n].phase # "free"}
Match(i) == {n \in Taken : Identity(n) = i /\ (Known(n) \/ (~HideDraining /\ node[n].phase = "draining"))}

LinkName(n) == IF NameFromNodeid THEN n ELSE Identity(n)

\* Requests that have an fd of their own (a node's fd belongs to the node).
OwnFd == {r \in Requests : req[r].step \in {"opened", "found", "reopened"} \/ (~LinkBeforeReply /\ req[r].step = "linking")}

NamesOf(o) == {x \in Names : names[x] = o}
LinksOf(o) == {l \in LinkNames : workdir[l] = o}
Nlink(o) == Cardinality(NamesOf(o)) + Cardinality(LinksOf(o))

\* An object lives while it has a name, a work link or an fd.
Alive(o) ==
    \/ Nlink(o) > 0
    \/ \E n \in Taken : node[n].obj = o /\ node[n].fd
    \/ \E r \in OwnFd : req[r].obj = o

\* What an operation on n reaches through the given hold.
Through(n, via) ==
    IF node[n].phase = "free" THEN None
    ELSE IF via = "link" THEN workdir[LinkName(n)]
    ELSE IF node[n].fd THEN node[n].obj ELSE None

\* Nodes of o whose work link the table knows.
Masked(o) == {n \in Taken : Identity(n) = Ino(o) /\ node[n].hold = "link" /\ (MaskDraining \/ node[n].phase = "live")}
\* A link of o is being made or removed: the table and the file system may differ.
Busy(o) == \E n \in Taken : /\ Identity(n) = Ino(o)
                            /\ \/ node[n].phase = "making"
                               \/ node[n].phase = "released" /\ node[n].hold = "link"
                               \/ WarmWaits /\ \E r \in Requests : req[r].node = n /\ req[r].step \in {"warming", "unlinked"}
\* Truncated at 0, as a daemon would.
Shown(o) == LET masked == IF MaskNlink THEN Cardinality(Masked(o)) ELSE 0
            IN  IF Nlink(o) > masked THEN Nlink(o) - masked ELSE 0

\* The lookups that the client holds or has asked for.
Lookups == Cardinality({<<n, i>> \in Nodeids \X (1..MaxLookups) : i <= held[n]})
           + Cardinality({r \in Requests : req[r].op = "entry" /\ req[r].step # "settled"})

\* Entries of n that are counted and not yet delivered or taken back.
Owed(n) == {r \in Requests : /\ req[r].op = "entry" /\ req[r].node = n
                             /\ req[r].step \in {"linking", "linked", "ready", "answered"}}

Linkable(o) == Policy = "link" /\ object[o].kind # "dir"

-----------------------------------------------------------------------------
TypeOK ==
    /\ names \in [Names -> {None} \cup 1..Len(object)]
    /\ \A o \in 1..Len(object) : object[o] \in [kind : Kinds, ino : Inos]
    /\ Len(object) <= MaxObjects
    /\ workdir \in [LinkNames -> {None, Stranger} \cup 1..Len(object)]
    /\ node \in [Nodeids -> [phase : {"free", "making", "live", "draining", "released"},
                             obj : {None} \cup Objects, count : Nat, pins : Nat,
                             hold : {"none", "fd", "link"}, fd : BOOLEAN,
                             why : {"none", "dir", "policy", "warm", "ENOENT"} \cup Causes]]
    /\ last \in Root..MaxNodeid
    /\ req \in [Requests -> [step : {"idle", "opened", "linking", "linked", "ready", "reopened", "warming", "unlinked",
                                     "answered", "settled"},
                             op : {"none", "entry", "attr", "warm"}, obj : {None} \cup Objects,
                             node : {None} \cup Nodeids, via : {"none", "fd", "link"},
                             seen : [obj : {None} \cup Objects, nlink : Nat]]]
    /\ up \in BOOLEAN
    /\ held \in [Nodeids -> Nat]
    /\ means \in [Nodeids -> {None} \cup Objects]

Init ==
    /\ names = [x \in Names |-> None]
    /\ object = << >>
    /\ workdir = [l \in LinkNames |-> IF l = Foreign THEN Stranger ELSE None]
    /\ node = [n \in Nodeids |-> NoNode]
    /\ last = Root
    /\ req = [r \in Requests |-> Idle]
    /\ up = TRUE
    /\ held = [n \in Nodeids |-> 0]
    /\ means = [n \in Nodeids |-> None]

-----------------------------------------------------------------------------
(* A request that replies with an entry.                                   *)

\* Kernel: LOOKUP, CREATE, MKNOD, MKDIR, SYMLINK, LINK, TMPFILE or one entry of READDIRPLUS.
\* Daemon: openat(parent, name, O_PATH|O_NOFOLLOW).  RFC: lo_do_lookup's openat.
Open(r, name) ==
    /\ up
    /\ req[r] = Idle
    /\ names[name] # None
    /\ Lookups < MaxLookups
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = "opened", !.op = "entry", !.obj = names[name]]]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* r gets one more lookup of n, and a pin; its own fd is closed.
Join(r, n) ==
    /\ node' = [node EXCEPT ![n].count = @ + 1, ![n].pins = @ + 1]
    /\ req' = [req EXCEPT ![r].step = "ready", ![r].node = n, ![r].via = node[n].hold]
    /\ UNCHANGED last

Free == {n \in Nodeids : IF FreshNodeids THEN n > last ELSE node[n].phase = "free"}

\* A new node with the lowest free nodeid; the fd of r becomes the node's.
Insert1(r) ==
    LET n == CHOOSE m \in Free : \A k \in Free : m <= k
        o == req[r].obj
        making == Linkable(o) /\ LinkBeforeReply
    IN  /\ Free # {}
        /\ node' = [node EXCEPT ![n] =
               [phase |-> IF making THEN "making" ELSE "live",
                obj |-> o, count |-> 1, pins |-> 1, hold |-> "fd", fd |-> TRUE,
                why |-> IF Linkable(o) THEN "none" ELSE IF object[o].kind = "dir" THEN "dir" ELSE "policy"]]
        /\ req' = [req EXCEPT ![r].step = IF making THEN "linking" ELSE "ready", ![r].node = n, ![r].via = "fd"]
        /\ last' = IF n > last THEN n ELSE last

\* Daemon: statx(fd), then under the table's lock: a known node of this identity gets count + 1,
\* else a node is inserted with a nodeid never used before.  Either way r pins it.
\* Matching by number is sound because a known node's hold keeps the number from being given away.
\* RFC: lo_find and the insertion into lo->inodes.
Resolve(r) ==
    /\ LockResolve
    /\ req[r].step = "opened"
    /\ LET m == Match(Ino(req[r].obj))
       IN  IF m # {} THEN Join(r, CHOOSE n \in m : \A k \in m : n <= k) ELSE Insert1(r)
    /\ UNCHANGED <<host, workdir, up, client>>

\* Not in the daemon: Resolve torn in two, as in zoo row Z08.
Find(r) ==
    /\ ~LockResolve
    /\ req[r].step = "opened"
    /\ LET m == Match(Ino(req[r].obj))
       IN  req' = [req EXCEPT ![r].step = "found",
                              ![r].node = IF m = {} THEN None ELSE CHOOSE n \in m : \A k \in m : n <= k]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>
Insert(r) ==
    /\ req[r].step = "found"
    /\ IF req[r].node # None THEN Join(r, req[r].node) ELSE Insert1(r)
    /\ UNCHANGED <<host, workdir, up, client>>

\* Daemon: no node can be given (table full, no memory): the fd is closed and the error replied.
Refuse(r) ==
    /\ req[r].step \in {"opened", "found"}
    /\ req[r].node = None
    /\ Match(Ino(req[r].obj)) = {}
    /\ Free = {}
    /\ req' = [req EXCEPT ![r] = Idle]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Where a request goes on after its link is made or has failed.
AfterLink(r) == IF LinkBeforeReply THEN [req[r] EXCEPT !.step = "ready"] ELSE Idle

\* Daemon: linkat from the fd to the work link succeeds; the table does not say so yet.
\* An object that has lost its last name cannot be linked any more.  RFC: the linkat in lo_do_lookup.
\* The name can be taken only where a rule is removed; a careless daemon takes EEXIST for success.
Link(r) ==
    /\ req[r].step = "linking"
    /\ Nlink(req[r].obj) > 0
    /\ LET l == IF NameFromNodeid THEN req[r].node ELSE Ino(req[r].obj)
       IN  workdir' = IF workdir[l] = None THEN [workdir EXCEPT ![l] = req[r].obj] ELSE workdir
    /\ req' = [req EXCEPT ![r].step = "linked"]
    /\ UNCHANGED <<host, node, last, up, client>>

\* Daemon: linkat fails, with ENOENT exactly when the last name is gone; the node keeps its fd,
\* and the cause is counted.  RFC: left open (questions 1, 4, 5).
LinkFailed(r, cause) ==
    /\ req[r].step = "linking"
    /\ (cause = "ENOENT") <=> (Nlink(req[r].obj) = 0)
    /\ node' = [node EXCEPT ![req[r].node] =
           IF Known(req[r].node) THEN [@ EXCEPT !.phase = "live", !.fd = FallbackToFd, !.why = cause] ELSE @]
    /\ req' = [req EXCEPT ![r] = AfterLink(r)]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon, under the lock: the hold becomes the link.  The fd stays open for those who use it now.
Adopt(r) ==
    /\ req[r].step = "linked"
    /\ node' = [node EXCEPT ![req[r].node] =
           IF Known(req[r].node)
           THEN [@ EXCEPT !.phase = "live", !.hold = "link",
                          !.fd = ~CloseAfterLink \/ (FdWaits /\ node[req[r].node].pins > 0)]
           ELSE @]
    /\ req' = [req EXCEPT ![r] = AfterLink(r)]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* Every request on a node.                                                *)

\* Kernel: GETATTR, SETATTR, OPEN, READLINK, ... on a nodeid that the client holds.
\* Daemon: finds the node by nodeid and takes a claim on its hold.  RFC: lo_inode(req, ino), refcount + 1.
\* For a nodeid that it does not find it replies ESTALE, which changes nothing and is no step here.
Pin(r, n) ==
    /\ up
    /\ req[r] = Idle
    /\ IF StaleUnknown \/ Known(n) THEN held[n] > 0 /\ Known(n) ELSE node[n].phase = "draining"
    /\ node' = [node EXCEPT ![n].pins = @ + 1]
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = "ready", !.op = "attr", !.obj = means[n],
                                              !.node = n, !.via = node[n].hold]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: the request's own work, through the hold that it has pinned, and statx for the attributes.
\* The mask is exact because the daemon repeats statx if a link of the object was made or removed meanwhile.
Operate(r) ==
    /\ req[r].step = "ready"
    /\ LET o == Through(req[r].node, req[r].via)
       IN  /\ (MaskWaits /\ o # None) => ~Busy(o)
           /\ req' = [req EXCEPT ![r].step = "answered",
                                 ![r].seen = [obj |-> o, nlink |-> IF o = None THEN 0 ELSE Shown(o)]]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Kernel: LINK, which replies with an entry of a node that the client holds already.
\* Daemon, under the lock: one more lookup of the pinned node; ESTALE if the client has forgotten it meanwhile.
\* The new name itself is a step of the host.  RFC: lo_link's refcount + 1 (zoo row Z04).
Again(r) ==
    /\ req[r].step = "answered"
    /\ req[r].op \in {"attr", "warm"}
    /\ Lookups < MaxLookups
    /\ node' = IF CountLink /\ Known(req[r].node) THEN [node EXCEPT ![req[r].node].count = @ + 1] ELSE node
    /\ req' = [req EXCEPT ![r] = IF Known(req[r].node) THEN [@ EXCEPT !.op = "entry"]
                                                     ELSE [@ EXCEPT !.step = "settled", !.seen = NoAttr]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: write(/dev/fuse) succeeds.  Kernel: an entry raises the inode's nlookup.
Reply(r) ==
    /\ req[r].step = "answered"
    /\ IF req[r].op = "entry"
       THEN /\ held' = [held EXCEPT ![req[r].node] = @ + 1]
            /\ means' = [means EXCEPT ![req[r].node] = IF @ = None THEN req[r].obj ELSE @]
       ELSE UNCHANGED client
    /\ req' = [req EXCEPT ![r].step = "settled", ![r].seen = NoAttr]
    /\ UNCHANGED <<host, workdir, node, last, up>>

\* What a count of 64 bits becomes when too much is taken from it.
Wrapped == MaxLookups + 100

\* n with its count lowered by k; at 0 it leaves the table by nodeid and by identity.
Less(n, k) ==
    LET nd == node[n]
        left == IF nd.count >= k THEN nd.count - k ELSE IF ClampForget THEN 0 ELSE Wrapped
    IN  IF ~Known(n) THEN nd
        ELSE IF left > 0 THEN [nd EXCEPT !.count = left]
        ELSE [nd EXCEPT !.count = 0, !.phase = IF ReleaseAtUnpin \/ nd.pins = 0 THEN "draining" ELSE "stray"]

\* Kernel: the request was interrupted, or the client is gone; write(/dev/fuse) gives ENOENT.
\* Daemon: the count of an entry is taken back.  RFC: none; libfuse 0db74cc6 (zoo row Z10).
Undelivered(r) ==
    /\ req[r].step = "answered"
    /\ node' = IF req[r].op = "entry" /\ TakeBack
               THEN [node EXCEPT ![req[r].node] = Less(req[r].node, 1)] ELSE node
    /\ req' = [req EXCEPT ![r].step = "settled", ![r].seen = NoAttr]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: the request gives up its claim and is over; an fd replaced by a link is closed after its last user.
Unpin(r) ==
    /\ req[r].step = "settled"
    /\ LET n == req[r].node
           left == IF node[n].pins > 0 THEN node[n].pins - 1 ELSE 0
           late == ~LinkBeforeReply /\ req[r].op = "entry" /\ Known(n)
                   /\ Linkable(req[r].obj) /\ node[n].hold = "fd" /\ node[n].why = "none"
       IN  /\ node' = [node EXCEPT ![n] =
                  IF @.phase = "free" THEN @
                  ELSE [@ EXCEPT !.pins = left,
                                 !.fd = @ /\ ~(CloseAfterLink /\ left = 0 /\ node[n].hold = "link")]]
           /\ req' = [req EXCEPT ![r] =
                  IF late THEN [Idle EXCEPT !.step = "linking", !.op = "entry", !.obj = req[r].obj, !.node = n]
                  ELSE Idle]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* From a link back to an fd, before the object becomes immutable (its link *)
(* could not be removed any more) or because the client's own LINK needs    *)
(* the link that is one too many.                                           *)

\* Kernel: an IOCTL that sets the immutable flag; LINK that the host refuses with EMLINK.
\* Daemon: openat of the work link with O_PATH.  RFC: none.
Reopen(r) ==
    /\ req[r].step = "ready"
    /\ req[r].op = "attr"
    /\ req[r].via = "link"
    /\ Through(req[r].node, "link") # None
    /\ req' = [req EXCEPT ![r].step = "reopened", ![r].op = "warm"]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Daemon, under the lock, when no link of the object is being made or removed: requests work through the fd from
\* now on.  If others work through the link already, the fd is closed and the link stays.
Warm(r) ==
    /\ req[r].step = "reopened"
    /\ LET n == req[r].node
           alone == node[n].hold = "link" /\ ~node[n].fd /\ node[n].pins = 1
       IN  /\ ~Busy(node[n].obj)
           /\ IF alone \/ (~WarmAlone /\ node[n].hold = "link")
              THEN /\ node' = [node EXCEPT ![n].hold = "fd", ![n].fd = TRUE]
                   /\ req' = [req EXCEPT ![r].step = "warming", ![r].via = "fd"]
              ELSE /\ req' = [req EXCEPT ![r].step = "ready", ![r].via = node[n].hold]
                   /\ UNCHANGED node
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: unlinkat of the work link; the table does not say so yet.
Unlink(r) ==
    /\ req[r].step = "warming"
    /\ workdir' = [workdir EXCEPT ![LinkName(req[r].node)] = None]
    /\ req' = [req EXCEPT ![r].step = "unlinked"]
    /\ UNCHANGED <<host, node, last, up, client>>

\* Daemon: unlinkat fails, and under the lock the link is the hold again.  The fd stays open for those who use it now.
UnlinkFailed(r) ==
    /\ Causes # {}
    /\ req[r].step = "warming"
    /\ node' = [node EXCEPT ![req[r].node].hold = "link", ![req[r].node].fd = node[req[r].node].pins > 1]
    /\ req' = [req EXCEPT ![r].step = "ready", ![r].via = "link"]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon, under the lock: the node is held by its fd for good, and the reason is counted.
Warmed(r) ==
    /\ req[r].step = "unlinked"
    /\ node' = [node EXCEPT ![req[r].node].why = "warm"]
    /\ req' = [req EXCEPT ![r].step = "ready"]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* Forgetting.                                                             *)

\* Kernel: FORGET, or one item of BATCH_FORGET, when the inode is evicted; also while requests run.
\* Daemon, under the lock: count - k.  RFC: unref_inode.
\* That the client sends and the daemon receives at once loses nothing: a FORGET under way is like
\* one that is not yet sent, from a client that relies on no more than it must.
\* A client at fault forgets more than it holds; that it does so while a reply is under way would be its own loss.
Forget(n, k) ==
    /\ up
    /\ held[n] > 0
    /\ k > held[n] => Owed(n) = {}
    /\ held' = [held EXCEPT ![n] = IF @ > k THEN @ - k ELSE 0]
    /\ node' = [node EXCEPT ![n] = Less(n, k)]
    /\ UNCHANGED <<host, workdir, last, req, up, means>>

\* Daemon: after the last pin, unlinkat of the work link or close of the fd; the table does not say so yet.
\* RFC: the unlinkat in unref_inode.
Release(n) ==
    /\ node[n].phase = "draining"
    /\ Pins => node[n].pins = 0
    /\ workdir' = IF node[n].hold = "link" THEN [workdir EXCEPT ![LinkName(n)] = None] ELSE workdir
    /\ node' = [node EXCEPT ![n].phase = "released", ![n].fd = FALSE]
    /\ UNCHANGED <<host, last, req, up, client>>

\* Daemon, under the lock: the node leaves the table for good.
Drop(n) ==
    /\ node[n].phase = "released"
    /\ node' = [node EXCEPT ![n] = NoNode]
    /\ UNCHANGED <<host, workdir, last, req, up, client>>

-----------------------------------------------------------------------------
(* The host.  The client's own changes of names are steps of the host too: *)
(* the daemon makes the same system call in the same directory.            *)

HostCreate(name, kind, ino) ==
    /\ names[name] = None
    /\ Len(object) < MaxObjects
    /\ \A o \in 1..Len(object) : Ino(o) = ino => ~Alive(o)
    /\ object' = Append(object, [kind |-> kind, ino |-> ino])
    /\ names' = [names EXCEPT ![name] = Len(object) + 1]
    /\ UNCHANGED <<workdir, node, last, req, up, client>>

HostLink(from, to) ==
    /\ names[from] # None
    /\ names[to] = None
    /\ object[names[from]].kind # "dir"
    /\ names' = [names EXCEPT ![to] = names[from]]
    /\ UNCHANGED <<object, workdir, node, last, req, up, client>>

\* Replaces what bears the name `to`; between two names of one object rename(2) does nothing.
HostRename(from, to) ==
    /\ names[from] # None
    /\ names[from] # names[to]
    /\ names' = [names EXCEPT ![from] = None, ![to] = names[from]]
    /\ UNCHANGED <<object, workdir, node, last, req, up, client>>

HostRemove(name) ==
    /\ names[name] # None
    /\ names' = [names EXCEPT ![name] = None]
    /\ UNCHANGED <<object, workdir, node, last, req, up, client>>

-----------------------------------------------------------------------------
(* The daemon dies and begins again.                                       *)

\* Memory, fds and the session are gone; work links stay.
Crash ==
    /\ Crashes
    /\ up
    /\ up' = FALSE
    /\ node' = [n \in Nodeids |-> NoNode]
    /\ last' = Root
    /\ req' = [r \in Requests |-> Idle]
    /\ held' = [n \in Nodeids |-> 0]
    /\ means' = [n \in Nodeids |-> None]
    /\ UNCHANGED <<host, workdir>>

\* Daemon, at start: one work link that the last session left is removed.  RFC: left open (question 3).
Sweep(l) ==
    /\ ~up
    /\ workdir[l] # None
    /\ SweepOwn => l # Foreign
    /\ workdir' = [workdir EXCEPT ![l] = None]
    /\ UNCHANGED <<host, node, last, req, up, client>>

\* Kernel: INIT of a new mount; nodeids begin again.
Restart ==
    /\ ~up
    /\ SweepFirst => OwnLinks = {}
    /\ up' = TRUE
    /\ UNCHANGED <<host, workdir, node, last, req, client>>

\* Kernel: INIT in a running session, as after the reset of a virtio device; nothing is in flight.
\* Daemon: every node is forgotten, however often it was looked up.  RFC: none (zoo row Z19).
Reset ==
    /\ Crashes
    /\ up
    /\ \A r \in Requests : req[r] = Idle
    /\ \E n \in Nodeids : held[n] > 0
    /\ node' = [n \in Nodeids |-> IF ForgetAtInit THEN Less(n, node[n].count) ELSE node[n]]
    /\ held' = [n \in Nodeids |-> 0]
    /\ means' = [n \in Nodeids |-> None]
    /\ UNCHANGED <<host, workdir, last, req, up>>

-----------------------------------------------------------------------------
\* What a request does next, of its own.  That it is a LINK (Again), or one that wants an fd (Reopen), is its client's affair.
Proceed(r) ==
    \/ Resolve(r) \/ Find(r) \/ Insert(r) \/ Refuse(r)
    \/ Link(r) \/ Adopt(r) \/ \E cause \in Causes \cup {"ENOENT"} : LinkFailed(r, cause)
    \/ Warm(r) \/ Unlink(r) \/ UnlinkFailed(r) \/ Warmed(r)
    \/ Operate(r) \/ Reply(r) \/ Undelivered(r) \/ Unpin(r)

Next ==
    \/ \E r \in Requests : \/ Proceed(r) \/ Again(r) \/ Reopen(r)
                           \/ \E name \in Names : Open(r, name)
                           \/ \E n \in Nodeids : Pin(r, n)
    \/ \E n \in Nodeids : \/ Release(n) \/ Drop(n)
                          \/ \E k \in 1..MaxLookups : Forget(n, k)
    \/ \E name \in Names : \/ HostRemove(name)
                           \/ \E kind \in Kinds, ino \in Inos : HostCreate(name, kind, ino)
                           \/ \E to \in Names : HostLink(name, to) \/ HostRename(name, to)
    \/ Crash \/ Restart \/ Reset \/ \E l \in LinkNames : Sweep(l)

\* The daemon does what it can: requests go on, forgotten nodes are released, a dead daemon is started again.
\* Nobody is obliged to ask, to forget, to rename or to crash.
Fairness ==
    /\ \A r \in Requests : WF_vars(Proceed(r))
    /\ \A n \in Nodeids : WF_vars(Release(n)) /\ WF_vars(Drop(n))
    /\ \A l \in LinkNames \ {Foreign} : WF_vars(Sweep(l))
    /\ WF_vars(Restart)

Spec == Init /\ [][Next]_vars
FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
(* Properties, under the names of the bug zoo.                             *)

Pinning == {r \in Requests : req[r].step \in {"ready", "reopened", "warming", "unlinked", "answered", "settled"}}
\* Nothing is freed while a request uses it or the client holds it.
P1RefSafe ==
    /\ \A r \in Pinning : /\ node[req[r].node].phase \in {"making", "live", "draining"}
                          /\ req[r].via = "fd" => node[req[r].node].fd
    /\ \A n \in Nodeids : held[n] > 0 => Known(n)

\* The daemon's count is the client's count and the replies under way.
P2RefExact == \A n \in Nodeids : node[n].count = held[n] + Cardinality(Owed(n))

\* A node whose count is 0 never counts again.
P3NoResurrect ==
    [][\A n \in Nodeids : (node[n].phase \notin {"free"} /\ node[n].count = 0) => node'[n].count = 0]_vars

\* One known node for an object; one object for a nodeid, from its first reply on.
P4Identity ==
    /\ \A m, n \in Nodeids : (Known(m) /\ Known(n) /\ m # n) => node[m].obj # node[n].obj
    /\ \A n \in Nodeids : held[n] > 0 => node[n].obj = means[n]
    /\ \A r \in Pinning : (req[r].op = "entry" /\ Known(req[r].node)) => node[req[r].node].obj = req[r].obj

\* A new node's nodeid was never given before in this session.
P5GenFresh == [][\A n \in Nodeids : (node[n].phase = "free" /\ node'[n].phase # "free") => n > last]_vars

\* A hold reaches the object that the node stands for, and so does every answer.
P6KeepAlive ==
    /\ \A n \in Nodeids : node[n].phase \in {"making", "live", "draining"} => Through(n, node[n].hold) = node[n].obj
    /\ \A r \in Requests : req[r].step = "answered" => req[r].seen.obj = req[r].obj

\* Every work link belongs to a node, and to one that needs it.
P7NoLeak ==
    up => \A l \in OwnLinks : \E n \in Taken : /\ LinkName(n) = l
                                               /\ node[n].obj = workdir[l]
                                               /\ \/ node[n].phase = "making"
                                                  \/ node[n].phase \in {"live", "draining"} /\ node[n].hold = "link"
                                                  \/ \E r \in Requests : req[r].node = n /\ req[r].step = "warming"

\* What others put into the work directory is left alone.
P7OwnOnly == workdir[Foreign] = Stranger

\* Replies show the names that the object has, and no work link.
P8Transparent ==
    [][\A r \in Requests : (req[r].step = "ready" /\ req'[r].step = "answered" /\ req'[r].seen.obj # None)
           => req'[r].seen.nlink = Cardinality(NamesOf(req'[r].seen.obj))]_vars

\* fds are those of nodes that cannot have a link, and one for each request in flight; two while it warms a node.
P11BoundedFd ==
    Policy = "link" =>
        Cardinality({n \in Taken : node[n].fd}) + Cardinality(OwnFd)
            <= Cardinality({n \in Taken : node[n].why # "none"}) + Cardinality({r \in Requests : req[r] # Idle})
               + Cardinality({r \in Requests : req[r].step = "reopened"})

\* A node whose link failed is as good as one with a link.
P14Fallback == \A n \in Nodeids : (Known(n) /\ node[n].why # "none") => (node[n].hold = "fd" /\ node[n].fd)

\* A session begins with nothing of the one before.
P15Reset ==
    [][(~up /\ up') => /\ \A l \in LinkNames \ {Foreign} : workdir'[l] = None
                       /\ node' = [n \in Nodeids |-> NoNode]
                       /\ req' = [r \in Requests |-> Idle]
                       /\ held' = [n \in Nodeids |-> 0]]_vars

\* Every request comes to its end.
P13Progress == \A r \in Requests : (req[r] # Idle) ~> (req[r] = Idle)

-----------------------------------------------------------------------------
(* The client's view.                                                      *)

\* A request is answered once Reply or Undelivered has happened; Unpin is the daemon's affair.
Ask(r) ==
    IF req[r].step \in {"idle", "settled"} \/ (~LinkBeforeReply /\ req[r].step \in {"linking", "linked"})
    THEN [state |-> "idle", op |-> "none", obj |-> None, seen |-> NoAttr]
    ELSE [state |-> IF req[r].step = "answered" THEN "served" ELSE "asked",
          op |-> IF req[r].op = "warm" THEN "attr" ELSE req[r].op, obj |-> req[r].obj, seen |-> req[r].seen]

Contract == INSTANCE InodeContract WITH ask <- [r \in Requests |-> Ask(r)], residue <- OwnLinks

\* Holdfast implements InodeContract: its steps ...
ImplementsContract == Contract!Spec
\* ... and P7 in the long run: a client that has forgotten everything leaves an empty work directory.
P7Emptied == Contract!Emptied
=============================================================================
