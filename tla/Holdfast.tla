------------------------------ MODULE Holdfast ------------------------------
(***************************************************************************)
(* The life of an inode in a passthrough daemon that keeps the objects its *)
(* client remembers alive with a hard link in a private work directory     *)
(* (policy "link", the RFC "Using hard links instead of lo_inode->fd"),    *)
(* with an O_PATH file descriptor (policy "fd"), or with either, as a      *)
(* budget of descriptors allows (policy "adaptive").  A directory cannot   *)
(* be linked; where descriptors are short, what is left of its hold is a   *)
(* file handle, by which it is found again as long as it is there, or,     *)
(* without the right to open it by that, its place: a name in its parent.  *)
(* So it is with a file of which no link could be made.  Policy "handle"   *)
(* links nothing, and treats every file so.                                *)
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
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS Names,         \* the names that an entry of a directory can have
          Kinds,         \* subset of {"file", "dir"}; symlinks and special files are linked like files
          Inos,          \* inode numbers; an object's number is free again once it is dead
          MaxObjects,    \* how many objects the host creates in all
          Mounts,        \* {1}, or {1, 2} with a mount below the export
          Bind,          \* TRUE: mount 2 shows the file system of mount 1; FALSE: one of its own, with the same numbers
          MaxNodeid,     \* the table is full when nodeid MaxNodeid is given; the root is 1
          Requests,      \* slots for requests in flight
          MaxLookups,    \* how many lookups the client holds or asks for at once
          Ops,           \* what is done beside LOOKUP and GETATTR: subset of {"link", "warm", "unlink", "rename", "shut",
                       \* "place"}; "place": directories that are shut are opened by their names, not by their file handles
          Policy,        \* "link", "fd", "adaptive" or "handle"
          Budget,        \* policy "adaptive": how many nodes may have an fd although they could have a link
          Causes,        \* errno names with which linkat may fail although the object has a name; with any, unlinkat too
          Crashes        \* TRUE: the daemon may die, and the client may send INIT in a running session

\* The rules.  TRUE is the daemon; what breaks without one is in models.json.
CONSTANTS Pins,              \* a hold is released only after the last pin
          FdWaits,           \* an fd replaced by a link stays open until nobody uses it
          TakeBack,          \* an undelivered entry reply gives its count back
          HideDraining,      \* a node at count 0 is no longer matched by identity
          LockResolve,       \* find and insert are one passage under the lock
          MountKey,          \* an identity is a mount and an inode number
          FreshNodeids,      \* a nodeid is never given twice in a session
          NameFromNodeid,    \* a work link is named after its nodeid, not its inode number
          LinkBeforeReply,   \* the link is made before the client knows the node
          CloseAfterLink,    \* an fd replaced by a link is closed
          FallbackToFd,      \* a failed link keeps the fd
          OneAtATime,        \* links of one object are made and removed one after the other
          MaskNlink,         \* replies show nlink without the work links
          MaskDraining,      \* ... also without those of nodes that are about to go
          MaskAllMounts,     \* ... also without those of nodes on other mounts
          MaskWaits,         \* ... and wait while a link of the object is being made or removed
          MaskCtime,         \* replies show the ctime from before the daemon's own link or unlink
          KeepMask,          \* ... also after the node is gone
          ReleaseAtUnpin,    \* a node forgotten while pinned is released after the last pin
          KeepStuck,         \* a node whose link could not be removed stays in the table
          CoolPins,          \* a node is pinned while its fd is replaced by a link
          ShutAlone,         \* the fd of what has a file handle is closed only when nobody works with it
          ShutNamed,         \* ... and only while the object has a name
          CompareHandle,     \* a node that has no fd is matched by its file handle, not by its inode number alone
          GuardRemoved,      \* what has nothing but its file handle has an fd again before the client removes a name of it
          GuardMoved,        \* ... and a directory that is found by its place, before the client moves it
          KeepParent,        \* the parent of a directory that is found by its place stays known
          WarmAlone,         \* a link is replaced by an fd only when nobody else works through the link
          WarmWaits,         \* attribute replies wait while a link is replaced by an fd
          WarmUndone,        \* a link that could not be removed is the hold again
          UnlinkByName,      \* UNLINK removes a name with unlinkat; it does not move it into the work directory
          CountLink,         \* the reply to LINK is an entry and counts
          StaleUnknown,      \* a nodeid that the table does not know gets ESTALE
          ClampForget,       \* a FORGET of more than the count takes it to 0
          ForgetAtInit,      \* INIT in a running session forgets every node
          SweepOwn,          \* the sweep removes what the daemon made and nothing else
          SweepFirst         \* a session begins after the sweep

VARIABLES names,     \* [Places -> object or None]: the file systems
          object,    \* sequence of [kind, ino, fs, ctime]: every object the host ever made; an object is its index
          workdir,   \* [link name -> object or None]: the work directories
          node,      \* [Nodeids -> record]: the node table, NoNode where there is none
          last,      \* the highest nodeid given in this session
          req,       \* [Requests -> record]: the requests in flight
          up,        \* a session is running
          held,      \* [Nodeids -> Nat]: the lookup counts as the client keeps them
          means      \* [Nodeids -> view or None]: what each nodeid's first reply was about

host == <<names, object>>
client == <<held, means>>
vars == <<names, object, workdir, node, last, req, up, held, means>>

-----------------------------------------------------------------------------
(* Words: the host.                                                        *)

None == 0
Objects == 1 .. MaxObjects

\* File system 1 is that of mount 1.  Its top directory, as that of any other, is there before everything and for ever.
FsOf(m) == IF Bind THEN 1 ELSE m
FileSystems == {FsOf(m) : m \in Mounts}
Top(fs) == 0 - fs

\* A place where a name can stand: a directory and a name in it.
Dirs == {Top(fs) : fs \in FileSystems} \cup (IF "dir" \in Kinds THEN Objects ELSE {})
Places == Dirs \X Names

Ino(o) == object[o].ino
IsDir(o) == object[o].kind = "dir"
DirFs(d) == IF d < 0 THEN 0 - d ELSE object[d].fs
SameInode(o, p) == object[o].fs = object[p].fs /\ Ino(o) = Ino(p)

\* An object as it is seen through a mount, which is what the client takes for one thing: two bind mounts show two.
View(m, o) == IF o = None THEN None ELSE (m - 1) * MaxObjects + o
Views == 1 .. Cardinality(Mounts) * MaxObjects
MountIn(v) == IF v = None THEN 0 ELSE ((v - 1) \div MaxObjects) + 1
ObjectIn(v) == IF v = None THEN None ELSE ((v - 1) % MaxObjects) + 1

(* The work directories, one a mount.  Their names come from nodeids, so that they are one here.                      *)

Root == 1
Nodeids == Root + 1 .. MaxNodeid

\* The entry of the work directory that the daemon did not make, and its object.
Foreign == 0
Stranger == MaxObjects + 1
LinkNames == {Foreign} \cup Nodeids \cup Inos
OwnLinks == {l \in LinkNames \ {Foreign} : workdir[l] # None}

NamesOf(o) == {p \in Places : names[p] = o}
LinksOf(o) == {l \in LinkNames : workdir[l] = o}
Nlink(o) == Cardinality(NamesOf(o)) + Cardinality(LinksOf(o))

Empty(o) == \A x \in Names : names[<<o, x>>] = None
\* Where names can be made: not in a directory that is removed but still remembered.
LiveDir(d) == IF d < 0 THEN TRUE ELSE d <= Len(object) /\ IsDir(d) /\ NamesOf(d) # {}
\* What bears the name p can be taken away; what bears q can be replaced by o.
Removable(p) == names[p] # None /\ (IsDir(names[p]) => Empty(names[p]))
Replaceable(q, o) == names[q] # None => (IsDir(names[q]) = IsDir(o) /\ Removable(q))

\* Whether directory d is o or below it.
RECURSIVE Below(_, _)
Below(d, o) == d = o \/ (d > 0 /\ \E p \in NamesOf(d) : Below(p[1], o))

(* Words: the daemon.                                                      *)

NoNode == [phase |-> "free", mnt |-> 0, obj |-> None, count |-> 0, pins |-> 0, hold |-> "none", fd |-> FALSE,
           why |-> "none", kin |-> None, at |-> "none", kids |-> 0]
NoAttr == [obj |-> None, nlink |-> 0, ctime |-> "none"]
Idle == [step |-> "idle", op |-> "none", mnt |-> 0, obj |-> None, dir |-> None, node |-> None, via |-> "none",
         seen |-> NoAttr]

\* Phases of a node:
\*   live      known by nodeid and by identity
\*   draining  count 0: known by neither; kept for its pins, and for the mask
\*   released  the link is removed or the fd closed; the table does not say so yet
\*   stuck     the link could not be removed: it is kept for the mask, and goes with the next sweep
Known(n) == node[n].phase = "live"
Taken == {n \in Nodeids : node[n].phase # "free"}

\* Neither fd nor link.  A file handle tells the object from others, and it is opened by that or, if it is a directory, by
\* its place: the name node.at in the directory of its parent node.kin, which is kept for its node.kids.
Away(n) == node[n].hold \in {"handle", "place"}

\* The daemon never sees an object, only its identity (mount and inode number; the mount tells the device).
\* node.obj is the object that the identity was read from.  A file handle tells an object from a later one with its number.
Match(m, o) == {n \in Taken : /\ MountKey => node[n].mnt = m
                              /\ Ino(node[n].obj) = Ino(o)
                              /\ (CompareHandle /\ Away(n)) => node[n].obj = o
                              /\ Known(n) \/ (~HideDraining /\ node[n].phase = "draining")}

LinkName(n) == IF NameFromNodeid THEN n ELSE Ino(node[n].obj)

\* Requests that have an fd of their own (a node's fd belongs to the node).
OwnFd == {r \in Requests : \/ req[r].step \in {"opened", "found", "reopened"}
                           \/ ~LinkBeforeReply /\ req[r].step = "linking"}

\* The node that r has pinned and is to open by its file handle: the second one, if there are two.
Target(r) == IF req[r].dir # None THEN req[r].dir ELSE req[r].node

\* An object lives while it has a name, a work link or an fd.
Alive(o) ==
    \/ Nlink(o) > 0
    \/ \E r \in Requests : req[r].step = "reached" /\ node[Target(r)].obj = o
    \/ \E n \in Taken : node[n].obj = o /\ node[n].fd
    \/ \E r \in OwnFd : req[r].obj = o

\* What an operation on n reaches through the given hold.
Through(n, via) ==
    IF node[n].phase = "free" THEN None
    ELSE IF via = "link" THEN workdir[LinkName(n)]
    ELSE IF node[n].fd THEN node[n].obj ELSE None

\* The directory in which r looks for a name: the top of the mount, which needs no pin, or one that r has pinned.
Dir(r, m) ==
    IF req[r] = Idle THEN (IF up THEN Top(FsOf(m)) ELSE None)
    ELSE IF req[r].step = "ready" /\ req[r].op = "attr" /\ req[r].dir = None /\ node[req[r].node].mnt = m
         THEN LET o == Through(req[r].node, req[r].via) IN IF o # None /\ IsDir(o) THEN o ELSE None
         ELSE None

\* The directories between which r moves a name: two that it has pinned, or one and the top of the mount, or one alone.
Between(r, m, d, e) ==
    IF req[r] # Idle /\ req[r].dir # None
    THEN /\ req[r].step = "ready" /\ req[r].op = "attr" /\ req[r].mnt = m
         /\ {d, e} = {Through(req[r].node, req[r].via), Through(req[r].dir, "fd")}
    ELSE Dir(r, m) # None /\ Dir(r, m) \in {d, e} /\ {d, e} \subseteq {Dir(r, m), Top(FsOf(m))}

\* Links are being made or removed for n: the table and the file system may differ.
Warming(n) == \E r \in Requests : req[r].node = n /\ req[r].step \in {"warming", "unlinked"}
Linking(n) == \E r \in Requests : req[r].node = n /\ req[r].step \in {"linking", "linked"}
Releasing(n) == node[n].phase = "released" /\ node[n].hold = "link"
Busy(o) == \E n \in Taken : SameInode(node[n].obj, o) /\ (Linking(n) \/ Warming(n) \/ Releasing(n))

\* Whether replies about o may be made.
Still(o) ==
    MaskWaits => ~\E n \in Taken :
        SameInode(node[n].obj, o) /\ (Linking(n) \/ (WarmWaits /\ Warming(n)) \/ Releasing(n))

\* Nodes of o whose work link the table knows; m is the mount that the reply is about.
Masked(o, m) == {n \in Taken : /\ SameInode(node[n].obj, o)
                               /\ node[n].hold = "link"
                               /\ MaskDraining \/ node[n].phase = "live"
                               /\ MaskAllMounts \/ node[n].mnt = m}
\* Truncated at 0, as a daemon would.
ShownNlink(o, m) == LET masked == IF MaskNlink THEN Cardinality(Masked(o, m)) ELSE 0
                    IN  IF Nlink(o) > masked THEN Nlink(o) - masked ELSE 0

\* The ctime of an object, as it is told to the client:
\*   last    that of the last change by anybody but the daemon
\*   own     that of the daemon's own link or unlink, as the file system has it
\*   masked  that of the last change: the mask shows it in place of the daemon's own
\*   late    that of a change before the last one, which fell between the two looks that the daemon took around its own
\*   torn    that of the daemon's own, because it took two of its own for somebody else's change
ShownCtime(o) == IF object[o].ctime = "masked" THEN (IF MaskCtime THEN "last" ELSE "own") ELSE object[o].ctime

\* The host changes o.
Changed(o) == [object EXCEPT ![o].ctime = IF Busy(o) THEN "late" ELSE "last"]
\* The daemon makes or removes a link of o.
Moved(o) == [object EXCEPT ![o].ctime = IF @ = "late" THEN "late" ELSE IF @ = "own" THEN "torn" ELSE "own"]
\* The daemon notes what that has made of the ctime, under the lock.
Noted(o) == IF o = None THEN object ELSE [object EXCEPT ![o].ctime = IF @ = "own" THEN "masked" ELSE @]
\* The daemon removes the work link l.
Unlinked(l) == IF workdir[l] = None THEN object ELSE Moved(workdir[l])

\* The lookups that the client holds or has asked for.
Lookups == Cardinality({<<n, i>> \in Nodeids \X (1..MaxLookups) : i <= held[n]})
           + Cardinality({r \in Requests : req[r].op = "entry" /\ req[r].step # "settled"})

\* Entries of n that are counted and not yet delivered or taken back.
Owed(n) == {r \in Requests : /\ req[r].op = "entry" /\ req[r].node = n
                             /\ req[r].step \in {"linking", "linked", "ready", "answered"}}

Linkable(o) == Policy \notin {"fd", "handle"} /\ ~IsDir(o)

\* Why o has an fd, if it can have no link.
WhyFd(o) == IF IsDir(o) THEN "dir" ELSE "policy"

\* n has an fd, and what may be left of its hold is its file handle: it can have no link, or none could be made.  What had no
\* name when it was to be linked (ENOENT) keeps its fd: nothing else would keep a name that it gets later.
Shuttable(n) == \/ node[n].why = "dir"
                \/ Policy \in {"handle", "adaptive"} /\ node[n].why = "policy"
                \/ Policy = "adaptive" /\ node[n].why \in Causes \cup {"warm"}

Budgeted == {n \in Taken : node[n].why = "budget"}

\* Every known node on m of o has an fd, or a link; a directory that is opened by its file handle may be moved without.
Guarded(m, o) == (GuardRemoved /\ o # None) =>
    \A n \in Nodeids : (Known(n) /\ node[n].mnt = m /\ node[n].obj = o) => ~Away(n)
MayMove(m, o) == (GuardMoved /\ IsDir(o)) =>
    \A n \in Nodeids : (Known(n) /\ node[n].mnt = m /\ node[n].obj = o) => node[n].hold # "place"

\* The directory in which the children of n are looked for, by daemon and client: that of its fd, or the one in its place.
RECURSIVE Led(_, _)
Led(n, m) ==
    IF n = Root THEN Top(FsOf(m))
    ELSE IF node[n].hold = "place"
    THEN LET d == Led(node[n].kin, m)
         IN  IF d # None /\ names[<<d, node[n].at>>] = node[n].obj THEN node[n].obj ELSE None
    ELSE IF node[n].phase \in {"live", "draining"} THEN node[n].obj ELSE None

\* A node without an fd can be opened.
Findable(n) == IF node[n].hold = "place" THEN Led(n, node[n].mnt) # None ELSE Alive(node[n].obj)

-----------------------------------------------------------------------------
TypeOK ==
    /\ names \in [Places -> {None} \cup 1..Len(object)]
    /\ \A o \in 1..Len(object) : object[o] \in [kind : Kinds, ino : Inos, fs : FileSystems,
                                                ctime : {"last", "own", "masked", "late", "torn"}]
    /\ Len(object) <= MaxObjects
    /\ workdir \in [LinkNames -> {None, Stranger} \cup 1..Len(object)]
    /\ node \in [Nodeids -> [phase : {"free", "live", "draining", "released", "stuck"}, mnt : {0} \cup Mounts,
                             obj : {None} \cup Objects, count : Nat, pins : Nat,
                             hold : {"none", "fd", "link", "handle", "place"}, fd : BOOLEAN,
                             why : {"none", "dir", "policy", "budget", "warm", "ENOENT"} \cup Causes,
                             kin : {None, Root} \cup Nodeids, at : {"none"} \cup Names, kids : Nat]]
    /\ last \in Root..MaxNodeid
    /\ req \in [Requests -> [step : {"idle", "opened", "linking", "linked", "away", "reached", "ready", "reopened",
                                     "warming", "unlinked", "answered", "settled"},
                             op : {"none", "entry", "attr", "warm", "cool", "guard", "name"}, mnt : {0} \cup Mounts,
                             obj : {None} \cup Objects, dir : {None} \cup Nodeids, node : {None} \cup Nodeids,
                             via : {"none", "fd", "link", "handle", "place"},
                             seen : [obj : {None} \cup Objects, nlink : Nat,
                                     ctime : {"none", "last", "own", "late", "torn"}]]]
    /\ up \in BOOLEAN
    /\ held \in [Nodeids -> Nat]
    /\ means \in [Nodeids -> {None} \cup Views]

Init ==
    /\ names = [p \in Places |-> None]
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
\* Daemon: openat(parent, name, O_PATH|O_NOFOLLOW); the parent, unless it is the top, stays pinned.
\* RFC: lo_do_lookup's openat.
Open(r, m, x) ==
    /\ Dir(r, m) # None
    /\ names[<<Dir(r, m), x>>] # None
    /\ Lookups < MaxLookups
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = "opened", !.op = "entry", !.mnt = m,
                                              !.obj = names[<<Dir(r, m), x>>], !.dir = req[r].node]]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* n as it is with an fd again, if it has none.
WithFd(n) == IF Away(n) THEN [node[n] EXCEPT !.hold = "fd", !.fd = TRUE, !.why = WhyFd(node[n].obj), !.at = "none"]
             ELSE node[n]

\* r gets one more lookup of n, and a pin; its own fd is closed, or becomes the node's if that has none.
Join(r, n) ==
    /\ node' = [node EXCEPT ![n] = [WithFd(n) EXCEPT !.count = @ + 1, !.pins = @ + 1]]
    /\ req' = [req EXCEPT ![r].step = "ready", ![r].node = n, ![r].via = WithFd(n).hold]
    /\ UNCHANGED last

Free == {n \in Nodeids : IF FreshNodeids THEN n > last ELSE node[n].phase = "free"}

\* A new node with the lowest free nodeid; the fd of r becomes the node's.  Policy "adaptive" leaves it at that while
\* the budget lasts.
Insert1(r) ==
    LET n == CHOOSE m \in Free : \A k \in Free : m <= k
        o == req[r].obj
        within == Policy = "adaptive" /\ Cardinality(Budgeted) < Budget
        linking == Linkable(o) /\ ~within /\ LinkBeforeReply
    IN  /\ Free # {}
        /\ (linking /\ OneAtATime) => ~Busy(o)
        /\ node' = [node EXCEPT ![n] =
               [phase |-> "live", mnt |-> req[r].mnt, obj |-> o, count |-> 1, pins |-> 1, hold |-> "fd", fd |-> TRUE,
                why |-> IF ~Linkable(o) THEN WhyFd(o) ELSE IF within THEN "budget" ELSE "none",
                kin |-> None, at |-> "none", kids |-> 0]]
        /\ req' = [req EXCEPT ![r].step = IF linking THEN "linking" ELSE "ready", ![r].node = n, ![r].via = "fd"]
        /\ last' = IF n > last THEN n ELSE last

\* Daemon: statx(fd), then under the table's lock: a known node of this identity gets count + 1,
\* else a node is inserted with a nodeid never used before.  Either way r pins it.
\* Matching by number is sound because a known node's link or fd keeps the number from being given away.
\* RFC: lo_find and the insertion into lo->inodes.
Resolve(r) ==
    /\ LockResolve
    /\ req[r].step = "opened"
    /\ LET m == Match(req[r].mnt, req[r].obj)
       IN  IF m # {} THEN Join(r, CHOOSE n \in m : \A k \in m : n <= k) ELSE Insert1(r)
    /\ UNCHANGED <<host, workdir, up, client>>

\* Not in the daemon: Resolve torn in two, as in zoo row Z08.
Find(r) ==
    /\ ~LockResolve
    /\ req[r].step = "opened"
    /\ LET m == Match(req[r].mnt, req[r].obj)
       IN  req' = [req EXCEPT ![r].step = "found",
                              ![r].node = IF m = {} THEN None ELSE CHOOSE n \in m : \A k \in m : n <= k]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>
Insert(r) ==
    /\ req[r].step = "found"
    /\ IF req[r].node # None THEN Join(r, req[r].node) ELSE Insert1(r)
    /\ UNCHANGED <<host, workdir, up, client>>

\* What is left of a request without a node: the pin of the parent, if it has one.
OnlyParent(r) == IF req[r].dir = None THEN Idle
                 ELSE [req[r] EXCEPT !.step = "settled", !.node = None, !.via = "none", !.seen = NoAttr]

\* Daemon: no node can be given (table full, no memory): the fd is closed and the error replied.  RFC: none.
Refuse(r) ==
    /\ req[r].step \in {"opened", "found"}
    /\ req[r].node = None
    /\ Match(req[r].mnt, req[r].obj) = {}
    /\ Free = {}
    /\ req' = [req EXCEPT ![r] = OnlyParent(r)]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Where a request goes on after its link is made or has failed.
AfterLink(r) == IF req[r].op = "cool" THEN [req[r] EXCEPT !.step = "settled"]
                ELSE IF LinkBeforeReply THEN [req[r] EXCEPT !.step = "ready"] ELSE Idle

\* Daemon: linkat from the fd to the work link succeeds; the table does not say so yet.
\* An object that has lost its last name cannot be linked any more.  RFC: the linkat in lo_do_lookup.
\* The name can be taken only where a rule is removed; a careless daemon takes EEXIST for success.
Link(r) ==
    /\ req[r].step = "linking"
    /\ Nlink(req[r].obj) > 0
    /\ LET l == IF NameFromNodeid THEN req[r].node ELSE Ino(req[r].obj)
       IN  /\ workdir' = IF workdir[l] = None THEN [workdir EXCEPT ![l] = req[r].obj] ELSE workdir
           /\ object' = IF workdir[l] = None THEN Moved(req[r].obj) ELSE object
    /\ req' = [req EXCEPT ![r].step = "linked"]
    /\ UNCHANGED <<names, node, last, up, client>>

\* Daemon: linkat fails, with ENOENT exactly when the last name is gone; the node keeps its fd,
\* and the cause is counted.  RFC: left open (questions 1, 4, 5).
LinkFailed(r, cause) ==
    /\ req[r].step = "linking"
    /\ (cause = "ENOENT") <=> (Nlink(req[r].obj) = 0)
    /\ node' = [node EXCEPT ![req[r].node] =
           IF @.phase \in {"live", "draining"} THEN [@ EXCEPT !.fd = FallbackToFd, !.why = cause] ELSE @]
    /\ req' = [req EXCEPT ![r] = AfterLink(r)]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon, under the lock: the hold becomes the link.  The fd stays open for those who use it now.  RFC: close(fd).
Adopt(r) ==
    /\ req[r].step = "linked"
    /\ node' = [node EXCEPT ![req[r].node] =
           IF @.phase \in {"live", "draining"}
           THEN [@ EXCEPT !.hold = "link", !.fd = ~CloseAfterLink \/ (FdWaits /\ node[req[r].node].pins > 0)]
           ELSE @]
    /\ object' = Noted(req[r].obj)
    /\ req' = [req EXCEPT ![r] = AfterLink(r)]
    /\ UNCHANGED <<names, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* Every request on a node.                                                *)

\* n is the other directory of a RENAME, on the same mount.  (A rename within one directory pins it twice; once is enough
\* here.)
IsSecond(r, n) ==
    /\ "rename" \in Ops
    /\ Dir(r, node[n].mnt) # None
    /\ n # req[r].node
    /\ node[n].obj # None
    /\ IsDir(node[n].obj)

\* Kernel: GETATTR, SETATTR, OPEN, READLINK, ... on a nodeid that the client holds; the parent of a LOOKUP;
\* each of the two parents of a RENAME.
\* Daemon: finds the node by nodeid and takes a claim on its hold.  RFC: lo_inode(req, ino), refcount + 1.
\* For a nodeid that it does not find it replies ESTALE, which changes nothing and is no step here.
\* What has nothing but its file handle is to be opened before the request goes on.
Pin(r, n) ==
    /\ up
    /\ req[r] # Idle => IsSecond(r, n)
    /\ IF StaleUnknown \/ Known(n) THEN held[n] > 0 /\ Known(n) ELSE node[n].phase = "draining"
    /\ node' = [node EXCEPT ![n].pins = @ + 1]
    /\ req' = [req EXCEPT ![r] =
           IF @ # Idle THEN [@ EXCEPT !.dir = n, !.step = IF Away(n) THEN "away" ELSE @]
           ELSE [Idle EXCEPT !.step = IF Away(n) THEN "away" ELSE "ready", !.op = "attr",
                             !.mnt = MountIn(means[n]), !.obj = ObjectIn(means[n]), !.node = n, !.via = node[n].hold]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: the request's own work, through the hold that it has pinned, and statx for the attributes.  RFC: fstatat.
\* The mask is exact because the daemon repeats statx if a link of the object was made or removed meanwhile.
Operate(r) ==
    /\ req[r].step = "ready"
    /\ LET o == Through(req[r].node, req[r].via)
       IN  /\ o # None => Still(o)
           /\ req' = [req EXCEPT ![r].step = "answered",
                                 ![r].seen = IF o = None THEN NoAttr
                                             ELSE [obj |-> o, nlink |-> ShownNlink(o, req[r].mnt),
                                                   ctime |-> ShownCtime(o)]]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Kernel: LINK, which replies with an entry of a node that the client holds already.
\* Daemon, under the lock: one more lookup of the pinned node; ESTALE if the client has forgotten it meanwhile.
\* The new name itself is a step of the host.  What has no name left gets none: linkat(2) says ENOENT of it, and so must
\* the daemon, whose own link would do for the host.  RFC: lo_link's refcount + 1 (zoo row Z04).
Again(r) ==
    /\ "link" \in Ops
    /\ req[r].step = "answered"
    /\ req[r].op \in {"attr", "warm"}
    /\ req[r].seen.nlink > 0
    /\ Lookups < MaxLookups
    /\ node' = IF CountLink /\ Known(req[r].node) THEN [node EXCEPT ![req[r].node].count = @ + 1] ELSE node
    /\ req' = [req EXCEPT ![r] = IF Known(req[r].node) THEN [@ EXCEPT !.op = "entry"]
                                                     ELSE [@ EXCEPT !.step = "settled", !.seen = NoAttr]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* A request whose reply is out has its claims left.
Settled(r) == IF req[r].node = None THEN OnlyParent(r) ELSE [req[r] EXCEPT !.step = "settled", !.seen = NoAttr]

\* An entry is not sent before its directory is given up (Unpin); what else is answered can be sent.
Sendable(r) == req[r].step = "answered" /\ (req[r].op = "entry" => req[r].dir = None)

\* Daemon: write(/dev/fuse) succeeds.  Kernel: an entry raises the inode's nlookup.  RFC: fuse_reply_entry.
Reply(r) ==
    /\ Sendable(r)
    /\ IF req[r].op = "entry"
       THEN /\ held' = [held EXCEPT ![req[r].node] = @ + 1]
            /\ means' = [means EXCEPT ![req[r].node] = IF @ = None THEN View(req[r].mnt, req[r].obj) ELSE @]
       ELSE UNCHANGED client
    /\ req' = [req EXCEPT ![r] = Settled(r)]
    /\ UNCHANGED <<host, workdir, node, last, up>>

\* What a count of 64 bits becomes when too much is taken from it.
Wrapped == MaxLookups + 100

\* n with that count and that many children; without either it leaves the table by nodeid and by identity.
Lowered(n, count, kids) ==
    LET nd == [node[n] EXCEPT !.count = count, !.kids = kids]
    IN  IF ~Known(n) THEN node[n]
        ELSE IF count > 0 \/ (KeepParent /\ kids > 0) THEN nd
        ELSE [nd EXCEPT !.phase = IF ReleaseAtUnpin \/ nd.pins = 0 THEN "draining" ELSE "stray"]

\* n with its count lowered by k.
Less(n, k) ==
    LET left == IF node[n].count >= k THEN node[n].count - k ELSE IF ClampForget THEN 0 ELSE Wrapped
    IN  Lowered(n, left, node[n].kids)

\* Kernel: the request was interrupted, or the client is gone; write(/dev/fuse) gives ENOENT.
\* Daemon: the count of an entry is taken back.  RFC: none; libfuse 0db74cc6 (zoo row Z10).
Undelivered(r) ==
    /\ Sendable(r)
    /\ node' = IF req[r].op = "entry" /\ TakeBack
               THEN [node EXCEPT ![req[r].node] = Less(req[r].node, 1)] ELSE node
    /\ req' = [req EXCEPT ![r] = Settled(r)]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon: the request gives up a claim; an fd replaced by a link is closed after its last user.  That of the directory in
\* which an entry was looked up goes before the reply, that of the node after it.  Here the claims of other requests go
\* after the reply too.  The daemon gives them up when the answer is made and before it is written; that is the same,
\* since to write it changes nothing of the daemon, and a client that has read it sooner could do no more.
\* RFC: lo_inode_put.
Unpin(r) ==
    /\ IF req[r].step = "answered" THEN req[r].op = "entry" /\ req[r].dir # None ELSE req[r].step = "settled"
    /\ LET early == req[r].step = "answered"
           n == IF early \/ req[r].node = None THEN req[r].dir ELSE req[r].node
           left == IF node[n].pins > 0 THEN node[n].pins - 1 ELSE 0
           late == ~early /\ ~LinkBeforeReply /\ req[r].op = "entry" /\ Known(n)
                   /\ Linkable(req[r].obj) /\ node[n].hold = "fd" /\ node[n].why = "none"
       IN  /\ node' = [node EXCEPT ![n] =
                  IF @.phase = "free" THEN @
                  ELSE [@ EXCEPT !.pins = left,
                                 !.fd = @ /\ ~(CloseAfterLink /\ left = 0 /\ node[n].hold = "link")]]
           /\ req' = [req EXCEPT ![r] =
                  IF late THEN [Idle EXCEPT !.step = "linking", !.op = "entry", !.mnt = req[r].mnt, !.obj = req[r].obj,
                                            !.node = n]
                  ELSE IF early THEN [@ EXCEPT !.dir = None]
                  ELSE IF req[r].node # None /\ req[r].dir # None THEN [@ EXCEPT !.node = None, !.via = "none"]
                  ELSE Idle]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* What the client does to names.  Nodes have no part in it: their holds   *)
(* keep what loses its name.                                               *)

\* r has done what was asked of a name.
Done(r, m) == [req EXCEPT ![r] = IF req[r] = Idle THEN [Idle EXCEPT !.step = "answered", !.op = "name", !.mnt = m]
                                                  ELSE [@ EXCEPT !.step = "answered", !.op = "name"]]

\* Kernel: UNLINK of a file, RMDIR of an empty directory.  Daemon: unlinkat(parent, name).  RFC: none.
Remove(r, m, x) ==
    /\ "unlink" \in Ops
    /\ Dir(r, m) # None
    /\ Guarded(m, names[<<Dir(r, m), x>>])
    /\ Removable(<<Dir(r, m), x>>)
    /\ names' = [names EXCEPT ![<<Dir(r, m), x>>] = None]
    /\ object' = Changed(names[<<Dir(r, m), x>>])
    /\ req' = Done(r, m)
    /\ UNCHANGED <<workdir, node, last, up, client>>

\* The objects of p and q have changed, as those of a name and of the one that it replaces.
BothChanged(p, q) ==
    [o \in 1..Len(object) |-> IF o \in {names[p], names[q]} THEN Changed(o)[o] ELSE object[o]]

\* Kernel: RENAME, RENAME2.  Daemon: renameat2(parent, from, newparent, to); both directories, unless they are the top,
\* are pinned.  RFC: none.
Rename(r, m, d, from, e, to) ==
    /\ "rename" \in Ops
    /\ Between(r, m, d, e)
    /\ LiveDir(e)
    /\ LET p == <<d, from>>
           q == <<e, to>>
       IN  /\ names[p] # None
           /\ names[p] # names[q]
           /\ ~Below(e, names[p])
           /\ Replaceable(q, names[p])
           /\ Guarded(m, names[q])
           /\ MayMove(m, names[p])
           /\ names' = [names EXCEPT ![p] = None, ![q] = names[p]]
           /\ object' = BothChanged(p, q)
    /\ req' = Done(r, m)
    /\ UNCHANGED <<workdir, node, last, up, client>>

\* Not in the daemon: the last name of a node that is held by an fd is to be moved into the work directory, and so the
\* daemon looks whom it has before it.  As in zoo row Z24, one look is taken and the name is used again.
Aim(r, n) ==
    /\ ~UnlinkByName
    /\ up
    /\ req[r] = Idle
    /\ Known(n)
    /\ Linkable(node[n].obj)
    /\ node[n].hold = "fd"
    /\ Cardinality(NamesOf(node[n].obj)) = 1
    /\ node' = [node EXCEPT ![n].pins = @ + 1]
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = "aimed", !.op = "name", !.mnt = node[n].mnt,
                                              !.obj = node[n].obj, !.node = n, !.via = "fd"]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Not in the daemon: rename of whatever bears the name now.  A stranger is removed from the work directory.
Move(r, x) ==
    /\ req[r].step = "aimed"
    /\ LET p == <<Top(FsOf(req[r].mnt)), x>>
       IN  /\ names[p] # None
           /\ names' = [names EXCEPT ![p] = None]
           /\ IF names[p] = req[r].obj
              THEN /\ workdir' = [workdir EXCEPT ![LinkName(req[r].node)] = names[p]]
                   /\ node' = [node EXCEPT ![req[r].node].hold = "link"]
              ELSE UNCHANGED <<workdir, node>>
    /\ req' = [req EXCEPT ![r].step = "answered"]
    /\ UNCHANGED <<object, last, up, client>>

-----------------------------------------------------------------------------
(* Policy "adaptive": from an fd to a link, when the budget is wanted for  *)
(* other nodes.  Link, LinkFailed and Adopt are the same as for a new one. *)

\* Daemon, a thread of its own, under the lock: pins a node that has an fd by budget, to make its link.  RFC: none.
\* An object that loses its last name meanwhile keeps its fd: LinkFailed.
Cool(r, n) ==
    /\ up
    /\ req[r] = Idle
    /\ Known(n)
    /\ node[n].why = "budget"
    /\ OneAtATime => ~Busy(node[n].obj)
    /\ node' = [node EXCEPT ![n].why = "none", ![n].pins = IF CoolPins THEN @ + 1 ELSE @]
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = "linking", !.op = "cool", !.mnt = node[n].mnt,
                                              !.obj = node[n].obj, !.node = n, !.via = "fd"]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* What can have no link, as directories under policy "adaptive" and       *)
(* everything under policy "handle": from an fd to a file handle, and      *)
(* back.  A file handle keeps nothing alive, so the host may remove what   *)
(* it stands for.  What the client removes stays for those who know it, as *)
(* far as they know it through the same mount.                             *)
(*                                                                         *)
(* To open a file handle takes CAP_DAC_READ_SEARCH.  A daemon without it   *)
(* opens a directory by its place, and compares the file handle.  What the *)
(* client moves stays for those who know it, as what it removes does; what *)
(* the host moves away is found again by a LOOKUP only.                    *)

\* Where the directory o stands, if o is the object of a known node.
PlaceOf(o) == CHOOSE p \in NamesOf(o) : TRUE

\* Daemon, under the lock: the known directory p is to stay known, for n has its place there.  That is found by openat
\* of "..".  RFC: none.
Attach(n, p) ==
    /\ {"shut", "place"} \subseteq Ops
    /\ up
    /\ node[n].phase \in {"live", "draining"}
    /\ node[n].why = "dir"
    /\ node[n].kin = None
    /\ NamesOf(node[n].obj) # {}
    /\ IF p = Root THEN PlaceOf(node[n].obj)[1] = Top(FsOf(node[n].mnt))
       ELSE Known(p) /\ node[p].mnt = node[n].mnt /\ PlaceOf(node[n].obj)[1] = node[p].obj
    /\ node' = IF p = Root THEN [node EXCEPT ![n].kin = p] ELSE [node EXCEPT ![n].kin = p, ![p].kids = @ + 1]
    /\ UNCHANGED <<host, workdir, last, req, up, client>>

\* Daemon, under the lock: n has an fd, or goes; its parent is not needed any more.  RFC: none.
Detach(n) ==
    /\ node[n].kin # None
    /\ IF Known(n) THEN node[n].hold # "place" ELSE node[n].pins = 0
    /\ LET p == node[n].kin
       IN  node' = IF p = Root THEN [node EXCEPT ![n].kin = None]
                   ELSE [node EXCEPT ![n].kin = None, ![p] = Lowered(p, node[p].count, node[p].kids - 1)]
    /\ UNCHANGED <<host, workdir, last, req, up, client>>

\* The name of n in the directory of its parent, if it is found there.
IsPlaced(n) ==
    LET d == Led(node[n].kin, node[n].mnt)
    IN  node[n].kin # None /\ d # None /\ \E p \in NamesOf(node[n].obj) : p[1] = d

\* Daemon, a thread of its own, under the lock: the file handle of an object that nobody uses is its hold, and the fd
\* is closed.  name_to_handle_at comes before.  Whether the object has a name, or is found by its place, is looked at
\* while the fd is still open and whoever wants the node waits.  RFC: left open (question 1).
Shut(n) ==
    /\ "shut" \in Ops
    /\ up
    /\ Known(n)
    /\ Shuttable(n)
    /\ ShutAlone => node[n].pins = 0
    /\ ShutNamed => NamesOf(node[n].obj) # {}
    /\ "place" \in Ops => IsPlaced(n)
    /\ node' = [node EXCEPT ![n].hold = IF "place" \in Ops THEN "place" ELSE "handle", ![n].fd = FALSE, ![n].why = "none",
                            ![n].at = IF "place" \in Ops THEN PlaceOf(node[n].obj)[2] ELSE "none"]
    /\ UNCHANGED <<host, workdir, last, req, up, client>>

\* Daemon: pins what the client is about to remove, replace or move, with an fd, so that its node is as good as before.
\* What it is, is looked up by its name.  RFC: none.
Guard(r, n) ==
    /\ "shut" \in Ops
    /\ Ops \cap {"unlink", "rename"} # {}
    /\ up
    /\ req[r] = Idle
    /\ Known(n)
    /\ Away(n) \/ Shuttable(n)
    /\ NamesOf(node[n].obj) # {}
    /\ node' = [node EXCEPT ![n].pins = @ + 1]
    /\ req' = [req EXCEPT ![r] = [Idle EXCEPT !.step = IF Away(n) THEN "away" ELSE "settled",
                                              !.op = "guard", !.mnt = node[n].mnt, !.obj = node[n].obj, !.node = n,
                                              !.via = node[n].hold]]
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* What r is to open is not there any more.
Gone(r) == ~Alive(node[Target(r)].obj)

\* Daemon: open_by_handle_at with O_PATH, or openat of the names that lead to the place, and the file handle is that of
\* the object.  (That those on the way are the same as before is not looked at; it may be found where Findable says no.)
\* RFC: none.
Reach(r) ==
    /\ req[r].step = "away"
    /\ ~Gone(r)
    /\ req' = [req EXCEPT ![r].step = "reached"]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Daemon: open_by_handle_at says ESTALE, because the host has removed the object, or something else is in its place,
\* because the host has moved it, or there is no descriptor.  The error is the reply.  RFC: none.
Stale(r) ==
    /\ req[r].step = "away"
    /\ Causes = {} => ~Findable(Target(r))
    /\ req' = [req EXCEPT ![r].step = "settled"]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Daemon, under the lock: the fd is the hold, unless another request has brought one first; then it is closed.
\* RFC: none.
Regain(r) ==
    /\ req[r].step = "reached"
    /\ LET n == Target(r)
       IN  /\ node' = [node EXCEPT ![n] = WithFd(n)]
           /\ req' = [req EXCEPT ![r].step = IF req[r].op = "guard" THEN "settled" ELSE "ready",
                                 ![r].via = IF n = req[r].node THEN "fd" ELSE @]
    /\ UNCHANGED <<host, workdir, last, up, client>>

-----------------------------------------------------------------------------
(* From a link back to an fd: before the object becomes immutable (its     *)
(* link could not be removed any more), because the client's own LINK      *)
(* needs the link that is one too many, or because a node is much in use.  *)

\* Kernel: an IOCTL that sets the immutable flag; LINK that the host refuses with EMLINK.
\* Daemon: openat of the work link with O_PATH.  RFC: none.
Reopen(r) ==
    /\ "warm" \in Ops
    /\ req[r].step = "ready"
    /\ req[r].op = "attr"
    /\ req[r].via = "link"
    /\ Through(req[r].node, "link") # None
    /\ req' = [req EXCEPT ![r].step = "reopened", ![r].op = "warm"]
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* Daemon, under the lock, when no link of the object is being made or removed: requests work through the fd from
\* now on.  If others work through the link already, the fd is closed and the link stays.  RFC: none.
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

\* Daemon: unlinkat of the work link; the table does not say so yet.  RFC: none.
Unlink(r) ==
    /\ req[r].step = "warming"
    /\ workdir' = [workdir EXCEPT ![LinkName(req[r].node)] = None]
    /\ object' = Unlinked(LinkName(req[r].node))
    /\ req' = [req EXCEPT ![r].step = "unlinked"]
    /\ UNCHANGED <<names, node, last, up, client>>

\* Daemon: unlinkat fails, and under the lock the link is the hold again.  The fd stays open for those who use it now.
\* RFC: none (zoo row Z32).
UnlinkFailed(r) ==
    /\ Causes # {}
    /\ req[r].step = "warming"
    /\ LET n == req[r].node
       IN  IF WarmUndone
           THEN /\ node' = [node EXCEPT ![n].hold = "link", ![n].fd = node[n].pins > 1]
                /\ req' = [req EXCEPT ![r].step = "ready", ![r].via = "link"]
           ELSE /\ req' = [req EXCEPT ![r].step = "ready"]
                /\ UNCHANGED node
    /\ UNCHANGED <<host, workdir, last, up, client>>

\* Daemon, under the lock: the node is held by its fd, within the budget or for good, and the reason is counted.
\* RFC: none.
Warmed(r) ==
    /\ req[r].step = "unlinked"
    /\ LET within == Policy = "adaptive" /\ Cardinality(Budgeted) < Budget
       IN  node' = [node EXCEPT ![req[r].node].why = IF within THEN "budget" ELSE "warm"]
    /\ object' = Noted(req[r].obj)
    /\ req' = [req EXCEPT ![r].step = "ready"]
    /\ UNCHANGED <<names, workdir, last, up, client>>

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
    /\ (node[n].hold = "link" /\ OneAtATime) => ~Busy(node[n].obj)
    /\ IF node[n].hold = "link"
       THEN workdir' = [workdir EXCEPT ![LinkName(n)] = None] /\ object' = Unlinked(LinkName(n))
       ELSE UNCHANGED <<workdir, object>>
    /\ node' = [node EXCEPT ![n].phase = "released", ![n].fd = FALSE]
    /\ UNCHANGED <<names, last, req, up, client>>

\* Daemon: after the last pin, unlinkat fails (the host has made the object immutable); it is not tried again.  Nobody
\* finds the node any more, but the table knows its link until the next sweep removes it, or a client would see it in
\* nlink.  A LOOKUP of the object makes a new node, with a link of its own beside it.  RFC: none.
ReleaseFailed(n) ==
    /\ Causes # {}
    /\ node[n].phase = "draining"
    /\ node[n].hold = "link"
    /\ Pins => node[n].pins = 0
    /\ OneAtATime => ~Busy(node[n].obj)
    /\ node' = [node EXCEPT ![n] = IF KeepStuck THEN [@ EXCEPT !.phase = "stuck", !.fd = FALSE] ELSE NoNode]
    /\ UNCHANGED <<host, workdir, last, req, up, client>>

\* Daemon, under the lock: the node leaves the table for good; what its object's ctime looks like to the client is kept.
\* RFC: left open (question 6).
Drop(n) ==
    /\ node[n].phase = "released"
    /\ node[n].kin = None
    /\ node' = [node EXCEPT ![n] = NoNode]
    /\ object' = IF node[n].hold = "link" /\ KeepMask THEN Noted(node[n].obj) ELSE object
    /\ UNCHANGED <<names, workdir, last, req, up, client>>

-----------------------------------------------------------------------------
(* The host, which does as it likes.                                       *)

\* Kernel: open(O_CREAT), mkdir, mknod, symlink by another program; an inode number comes back once its object is dead.
HostCreate(d, x, kind, ino) ==
    /\ LiveDir(d)
    /\ names[<<d, x>>] = None
    /\ Len(object) < MaxObjects
    /\ \A o \in 1..Len(object) : (object[o].fs = DirFs(d) /\ Ino(o) = ino) => ~Alive(o)
    /\ object' = Append(object, [kind |-> kind, ino |-> ino, fs |-> DirFs(d), ctime |-> "last"])
    /\ names' = [names EXCEPT ![<<d, x>>] = Len(object) + 1]
    /\ UNCHANGED <<workdir, node, last, req, up, client>>

\* Kernel: link(2), within a file system.
HostLink(d, from, e, to) ==
    /\ names[<<d, from>>] # None
    /\ LiveDir(e)
    /\ names[<<e, to>>] = None
    /\ ~IsDir(names[<<d, from>>])
    /\ DirFs(d) = DirFs(e)
    /\ names' = [names EXCEPT ![<<e, to>>] = names[<<d, from>>]]
    /\ object' = Changed(names[<<d, from>>])
    /\ UNCHANGED <<workdir, node, last, req, up, client>>

\* Kernel: rename(2), within a file system.  It replaces what bears the name `to`; between two names of one object it
\* does nothing.
HostRename(d, from, e, to) ==
    /\ names[<<d, from>>] # None
    /\ LiveDir(e)
    /\ names[<<d, from>>] # names[<<e, to>>]
    /\ DirFs(d) = DirFs(e)
    /\ ~Below(e, names[<<d, from>>])
    /\ Replaceable(<<e, to>>, names[<<d, from>>])
    /\ names' = [names EXCEPT ![<<d, from>>] = None, ![<<e, to>>] = names[<<d, from>>]]
    /\ object' = BothChanged(<<d, from>>, <<e, to>>)
    /\ UNCHANGED <<workdir, node, last, req, up, client>>

\* Kernel: unlink(2), rmdir(2).
HostRemove(d, x) ==
    /\ Removable(<<d, x>>)
    /\ names' = [names EXCEPT ![<<d, x>>] = None]
    /\ object' = Changed(names[<<d, x>>])
    /\ UNCHANGED <<workdir, node, last, req, up, client>>

\* Kernel: chmod, write, setxattr and all else that changes an object and leaves its names alone.
HostChange(o) ==
    /\ o <= Len(object)
    /\ NamesOf(o) # {}
    /\ Changed(o) # object
    /\ object' = Changed(o)
    /\ UNCHANGED <<names, workdir, node, last, req, up, client>>

-----------------------------------------------------------------------------
(* The daemon dies and begins again.                                       *)

\* Memory, fds and the session are gone; work links stay.  No client is left that could compare a ctime.
Crash ==
    /\ Crashes
    /\ up
    /\ up' = FALSE
    /\ node' = [n \in Nodeids |-> NoNode]
    /\ last' = Root
    /\ req' = [r \in Requests |-> Idle]
    /\ held' = [n \in Nodeids |-> 0]
    /\ means' = [n \in Nodeids |-> None]
    /\ object' = [o \in 1..Len(object) |-> [object[o] EXCEPT !.ctime = "last"]]
    /\ UNCHANGED <<names, workdir>>

\* Daemon, at start: one work link that the last session left is removed.  RFC: left open (question 3).
Sweep(l) ==
    /\ ~up
    /\ workdir[l] # None
    /\ SweepOwn => l # Foreign
    /\ workdir' = [workdir EXCEPT ![l] = None]
    /\ UNCHANGED <<host, node, last, req, up, client>>

\* Kernel: INIT of a new mount; nodeids begin again.  RFC: none.
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
\* What a request does next, of its own.  That it is a LINK (Again), or one that wants an fd (Reopen), or one in a
\* directory (Open, Remove, Rename), is its client's affair.
Proceed(r) ==
    \/ Resolve(r) \/ Find(r) \/ Insert(r) \/ Refuse(r)
    \/ Link(r) \/ Adopt(r) \/ \E cause \in Causes \cup {"ENOENT"} : LinkFailed(r, cause)
    \/ Warm(r) \/ Unlink(r) \/ UnlinkFailed(r) \/ Warmed(r)
    \/ Reach(r) \/ Stale(r) \/ Regain(r)
    \/ Operate(r) \/ Reply(r) \/ Undelivered(r) \/ Unpin(r)

Next ==
    \/ \E r \in Requests : \/ Proceed(r) \/ Again(r) \/ Reopen(r)
                           \/ \E m \in Mounts, x \in Names : Open(r, m, x) \/ Remove(r, m, x)
                           \/ \E m \in Mounts, d \in Dirs, x \in Names, e \in Dirs, y \in Names : Rename(r, m, d, x, e, y)
                           \/ \E n \in Nodeids : Pin(r, n) \/ Cool(r, n) \/ Guard(r, n) \/ Aim(r, n)
                           \/ \E x \in Names : Move(r, x)
    \/ \E n \in Nodeids : \/ Release(n) \/ ReleaseFailed(n) \/ Drop(n) \/ Shut(n) \/ Detach(n)
                          \/ \E p \in {Root} \cup Nodeids : Attach(n, p)
                          \/ \E k \in 1..MaxLookups : Forget(n, k)
    \/ \E d \in Dirs, x \in Names : \/ HostRemove(d, x)
                                    \/ \E kind \in Kinds, ino \in Inos : HostCreate(d, x, kind, ino)
                                    \/ \E e \in Dirs, y \in Names : HostLink(d, x, e, y) \/ HostRename(d, x, e, y)
    \/ \E o \in Objects : HostChange(o)
    \/ Crash \/ Restart \/ Reset \/ \E l \in LinkNames : Sweep(l)

\* The daemon does what it can: requests go on, forgotten nodes are released, a dead daemon is started again.
\* Nobody is obliged to ask, to forget, to cool, to shut, to rename or to crash.
Fairness ==
    /\ \A r \in Requests : WF_vars(Proceed(r))
    /\ \A n \in Nodeids : WF_vars(Release(n) \/ ReleaseFailed(n)) /\ WF_vars(Detach(n)) /\ WF_vars(Drop(n))
    /\ \A l \in LinkNames \ {Foreign} : WF_vars(Sweep(l))
    /\ WF_vars(Restart)

Spec == Init /\ [][Next]_vars
FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------
(* Properties, under the names of the bug zoo.                             *)

\* Requests that work on a node.
Working == {r \in Requests : req[r].node # None /\ req[r].step # "found"}

\* Nothing is freed while a request uses it or the client holds it.
P1RefSafe ==
    /\ \A r \in Working : node[req[r].node].phase \in {"live", "draining"}
    /\ \A n \in Nodeids : held[n] > 0 => Known(n)

\* The fd that a request works through is open.
P1HoldSafe == \A r \in Working : req[r].via = "fd" => node[req[r].node].fd

\* So is that of the directory in which it has looked for a name.
P1ParentSafe ==
    \A r \in Requests : req[r].dir # None =>
        /\ node[req[r].dir].phase \in {"live", "draining"}
        /\ (req[r].step \in {"away", "reached", "settled"} /\ Away(req[r].dir)) \/ node[req[r].dir].fd

\* The daemon's count is the client's count and the replies under way.
P2RefExact == \A n \in Nodeids : node[n].count = held[n] + Cardinality(Owed(n))

\* A node is kept for the directories that need it for their places.
P2KidsExact ==
    KeepParent => \A n \in Nodeids : node[n].kids = Cardinality({c \in Taken : node[c].kin = n})

\* A node's pins are the requests that use it.
P2PinsExact ==
    \A n \in Nodeids : node[n].pins = Cardinality({r \in Working : req[r].node = n})
                                      + Cardinality({r \in Requests : req[r].dir = n})

\* A node whose count is 0, and that is not kept for others, never counts again.
P3NoResurrect ==
    [][\A n \in Nodeids :
           (node[n].phase \notin {"free"} /\ node[n].count = 0 /\ node[n].kids = 0) => node'[n].count = 0]_vars

\* One known node for an object on a mount.
P4OneNode ==
    \A m, n \in Nodeids : (Known(m) /\ Known(n) /\ m # n) => <<node[m].mnt, node[m].obj>> # <<node[n].mnt, node[n].obj>>

\* One object for a nodeid, from its first reply on; and the one that was asked for.
P4Identity ==
    /\ \A n \in Nodeids : held[n] > 0 => View(node[n].mnt, node[n].obj) = means[n]
    /\ \A r \in Working : Known(req[r].node) => node[req[r].node].obj = req[r].obj

\* A node stands for one object as long as it is there.
P4Constant ==
    [][\A n \in Nodeids : (node[n].phase # "free" /\ node'[n].phase # "free") =>
           (node'[n].obj = node[n].obj /\ node'[n].mnt = node[n].mnt)]_vars

\* No nodeid is there that was not given, and what is given is counted.
P5Given == \A n \in Taken : n <= last

\* A new node's nodeid was never given before in this session.
P5GenFresh == [][\A n \in Nodeids : (node[n].phase = "free" /\ node'[n].phase # "free") => n > last]_vars

\* A hold reaches the object that the node stands for; a file handle or a place as long as the host lets it.
P6KeepAlive ==
    \A n \in Nodeids : (node[n].phase \in {"live", "draining"} /\ ~Away(n)) =>
        Through(n, node[n].hold) = node[n].obj

\* What the client knows does not go by what client or daemon do: only by the host, which removes what has nothing but its
\* file handle, or moves a directory that is found by its place.
P6OnlyHost ==
    [][(node' # node \/ req' # req) =>
           \A n \in Nodeids :
               (/\ Known(n)
                /\ node'[n].phase = "live"
                /\ Away(n) => (Findable(n) /\ NamesOf(node[n].obj) # {})) =>
                    IF Away(n)' THEN Findable(n)' ELSE Alive(node[n].obj)']_vars

\* So does every answer.
P6Answer == \A r \in Requests : (req[r].step = "answered" /\ req[r].op # "name") => req[r].seen.obj = req[r].obj

\* Every work link belongs to a node, and to one that needs it.
P7NoLeak ==
    up => \A l \in OwnLinks : \E n \in Taken : /\ LinkName(n) = l
                                               /\ node[n].obj = workdir[l]
                                               /\ \/ node[n].phase \in {"live", "draining", "stuck"} /\ node[n].hold = "link"
                                                  \/ \E r \in Requests : /\ req[r].node = n
                                                                         /\ req[r].step \in {"linked", "warming"}

\* An object has as many work links as nodes that have one.
P7OneLink ==
    up => \A o \in 1..Len(object) :
              LET linked(n) == \/ node[n].hold = "link" /\ ~Releasing(n)
                               \/ \E r \in Requests : req[r].node = n /\ req[r].step \in {"linked", "warming"}
              IN  Cardinality(LinksOf(o)) = Cardinality({n \in Taken : node[n].obj = o /\ linked(n)})

\* A link that could not be removed is still the one that the table knows, and nobody waits for its node or works with it.
P7Stuck ==
    \A n \in Nodeids : node[n].phase = "stuck" =>
        /\ node[n].hold = "link" /\ workdir[LinkName(n)] = node[n].obj
        /\ node[n].count = 0 /\ node[n].pins = 0 /\ ~node[n].fd
        /\ \A r \in Requests : n \notin {req[r].node, req[r].dir}

\* What others put into the work directory is left alone.
P7OwnOnly == workdir[Foreign] = Stranger

\* Replies show the names that the object has, and no work link.
P8Transparent ==
    [][\A r \in Requests : (req[r].step = "ready" /\ req'[r].step = "answered" /\ req'[r].seen.obj # None)
           => req'[r].seen.nlink = Cardinality(NamesOf(req'[r].seen.obj))]_vars

\* Replies show a ctime that somebody else's change has made: the last one, unless it fell into the daemon's own.
P8Ctime == \A r \in Requests : req[r].seen.ctime \in {"none", "last", "late"}

\* A step of a request changes names only for one that asks for it, and takes no directory for a file; one that is
\* refused, and a link that fails to be made or removed, leave everything as it was.
P10NoHalfStep ==
    [][\A r \in Requests : req'[r] # req[r] =>
           /\ names' # names => up /\ up' /\ req'[r].op = "name" /\ req'[r].step = "answered"
           /\ req[r].step = "aimed" => \A p \in Places : (names[p] # None /\ IsDir(names[p])) => names'[p] = names[p]
           /\ (up' /\ req[r].step \in {"opened", "found"} /\ req'[r].step \in {"idle", "settled"})
                  => UNCHANGED <<host, workdir, node, last>>
           /\ (up' /\ req[r].step = "linking" /\ req'[r].step # "linked")
                  => UNCHANGED <<host, workdir>> /\ node'[req[r].node].count = node[req[r].node].count
           /\ (up' /\ req[r].step = "warming" /\ req'[r].step # "unlinked")
                  => UNCHANGED <<host, workdir>> /\ node'[req[r].node].hold = "link"]_vars

\* fds are those of nodes that cannot have a link or need none, and one for each request in flight; two while it warms
\* a node.
P11BoundedFd ==
    Policy # "fd" =>
        Cardinality({n \in Taken : node[n].fd}) + Cardinality(OwnFd)
            <= Cardinality({n \in Taken : node[n].why # "none"}) + Cardinality({r \in Requests : req[r] # Idle})
               + Cardinality({r \in Requests : req[r].step = "reopened"})

\* Those that need none are within the budget.
P11Budget == Cardinality(Budgeted) <= (IF Policy = "adaptive" THEN Budget ELSE 0)

\* A node is on the mount through which it was asked for, and its object on that mount's file system.
P12MountKey ==
    /\ \A n \in Taken : object[node[n].obj].fs = FsOf(node[n].mnt)
    /\ \A r \in Working : Known(req[r].node) => node[req[r].node].mnt = req[r].mnt

\* While there is something to do, somebody can do it.
P13NoDeadlock ==
    ((\E r \in Requests : req[r] # Idle) \/ (\E n \in Nodeids : node[n].phase \in {"draining", "released"}) \/ ~up) =>
        \/ \E r \in Requests : ENABLED Proceed(r)
        \/ \E n \in Nodeids : ENABLED Release(n) \/ ENABLED Detach(n) \/ ENABLED Drop(n)
        \/ ENABLED Restart
        \/ \E l \in OwnLinks : ENABLED Sweep(l)

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

\* A request is answered once Reply or Undelivered has happened; Unpin is the daemon's affair, and so is Cool.
\* The contract says nothing of requests on names: one in a directory is to it a question without an answer.
Ask(r) ==
    LET q == req[r]
        over == \/ q.step \in {"idle", "settled"}
                \/ q.op \in {"cool", "guard"}
                \/ q.op = "name" /\ q.node = None
                \/ q.step = "aimed"
                \/ ~LinkBeforeReply /\ q.step \in {"linking", "linked"}
    IN  IF over THEN [state |-> "idle", op |-> "none", obj |-> None, seen |-> [obj |-> None, nlink |-> 0]]
        ELSE [state |-> IF q.step = "answered" /\ q.op # "name" THEN "served" ELSE "asked",
              op |-> IF q.op = "entry" THEN "entry" ELSE "attr",
              obj |-> View(q.mnt, q.obj),
              seen |-> [obj |-> View(q.mnt, q.seen.obj), nlink |-> q.seen.nlink]]

\* What the client sees through each mount.
SeenPlaces == Mounts \X Places
SeenNames == [s \in SeenPlaces |->
                 LET o == names[s[2]]
                 IN  IF o # None /\ object[o].fs = FsOf(s[1]) THEN View(s[1], o) ELSE None]

\* What the daemon has still to remove: a link that it could not remove is the next sweep's affair (P15Reset).
Residue == OwnLinks \ {LinkName(n) : n \in {m \in Taken : node[m].phase = "stuck"}}

Contract == INSTANCE InodeContract WITH Names <- SeenPlaces, Objects <- Views, names <- SeenNames,
                                        ask <- [r \in Requests |-> Ask(r)], residue <- Residue

\* Holdfast implements InodeContract: its steps ...
ImplementsContract == Contract!Spec
\* ... and P7 in the long run: a client that has forgotten everything leaves an empty work directory, but
\* for what could not be removed.
P7Emptied == Contract!Emptied
=============================================================================
