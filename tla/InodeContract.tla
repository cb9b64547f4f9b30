--------------------------- MODULE InodeContract ---------------------------
(***************************************************************************)
(* What a client may rely on.                                              *)
(*                                                                         *)
(* The client is a kernel (FUSE) or a guest (virtio-fs).  It names objects *)
(* by nodeid; it never sees holds, work links, fds or pins.  Whoever       *)
(* serves inodes, by fd, by hard link or by file handle, owes it this:     *)
(*                                                                         *)
(*  1. A nodeid denotes the object of its first reply, and no other, for   *)
(*     as long as the session lasts.                                       *)
(*  2. No two nodeids that the client holds denote one object.             *)
(*  3. A request on a nodeid that the client holds reaches that object,    *)
(*     whatever has become of its names.                                   *)
(*  4. The number of names that a reply shows is the number of names that  *)
(*     the object had at some moment while the request was running.        *)
(*  5. Only what the client does changes its counts: a delivered entry     *)
(*     adds one, FORGET takes away, an undelivered reply changes nothing.  *)
(*  6. When the client holds nothing and asks nothing, nothing of the      *)
(*     server remains in the file system.                                  *)
(*                                                                         *)
(* Points 1 to 5 are Spec; point 6 is Emptied, which needs fairness.       *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS Names,     \* the names of the export
          Objects,   \* numbers from 1 for objects; 0 is no object
          Nodeids,   \* nodeids other than the root's
          Requests   \* slots for requests in flight

VARIABLES names,     \* [Names -> Objects or 0]: the export as the host has it
          held,      \* [Nodeids -> Nat]: the lookup count as the client keeps it
          means,     \* [Nodeids -> Objects or 0]: the object of the first reply
          ask,       \* [Requests -> ...]: what the client is waiting for
          residue    \* what the server has left in the file system and is to remove

vars == <<names, held, means, ask, residue>>

None == 0
NoAttr == [obj |-> None, nlink |-> 0]
Idle == [state |-> "idle", op |-> "none", obj |-> None, seen |-> NoAttr]

NamesOf(o) == {x \in Names : names[x] = o}

TypeOK ==
    /\ names \in [Names -> Objects \cup {None}]
    /\ held \in [Nodeids -> Nat]
    /\ means \in [Nodeids -> Objects \cup {None}]
    /\ \A r \in Requests : /\ ask[r].state \in {"idle", "asked", "served"}
                           /\ ask[r].op \in {"none", "entry", "attr"}
                           /\ ask[r].obj \in Objects \cup {None}

Init ==
    /\ names = [x \in Names |-> None]
    /\ held = [n \in Nodeids |-> 0]
    /\ means = [n \in Nodeids |-> None]
    /\ ask = [r \in Requests |-> Idle]
    /\ residue = {}

-----------------------------------------------------------------------------
\* Names come and go at any moment: the contract says nothing about the host.
Host ==
    /\ names' \in [Names -> Objects \cup {None}]
    /\ UNCHANGED <<held, means, ask, residue>>

\* The client asks for an entry; the object is the one that bears the name now.  The name is in the top directory, or in
\* one that is named by a nodeid: then it was asked about first.
AskEntry(r, x) ==
    /\ ask[r] = Idle \/ (ask[r].state = "asked" /\ ask[r].op = "attr")
    /\ names[x] # None
    /\ ask' = [ask EXCEPT ![r] = [Idle EXCEPT !.state = "asked", !.op = "entry", !.obj = names[x]]]
    /\ UNCHANGED <<names, held, means, residue>>

\* The client asks something of a nodeid that it holds.
AskAttr(r, n) ==
    /\ ask[r] = Idle
    /\ held[n] > 0
    /\ ask' = [ask EXCEPT ![r] = [Idle EXCEPT !.state = "asked", !.op = "attr", !.obj = means[n]]]
    /\ UNCHANGED <<names, held, means, residue>>

\* The moment at which the answer is true.
Serve(r) ==
    /\ ask[r].state = "asked"
    /\ ask' = [ask EXCEPT ![r].state = "served",
                          ![r].seen = [obj |-> ask[r].obj, nlink |-> Cardinality(NamesOf(ask[r].obj))]]
    /\ UNCHANGED <<names, held, means, residue>>

\* What was asked of a nodeid is to be told as an entry of it, as LINK does.
TellEntry(r) ==
    /\ ask[r].state = "served"
    /\ ask[r].op = "attr"
    /\ ask' = [ask EXCEPT ![r].op = "entry"]
    /\ UNCHANGED <<names, held, means, residue>>

\* An entry arrives: one more lookup of n.
ReplyEntry(r, n) ==
    /\ ask[r].state = "served"
    /\ ask[r].op = "entry"
    /\ means[n] \in {None, ask[r].obj}
    /\ \A m \in Nodeids \ {n} : held[m] > 0 => means[m] # ask[r].obj
    /\ held' = [held EXCEPT ![n] = @ + 1]
    /\ means' = [means EXCEPT ![n] = ask[r].obj]
    /\ ask' = [ask EXCEPT ![r] = Idle]
    /\ UNCHANGED <<names, residue>>

\* Attributes arrive.
ReplyAttr(r) ==
    /\ ask[r].state = "served"
    /\ ask[r].op = "attr"
    /\ ask' = [ask EXCEPT ![r] = Idle]
    /\ UNCHANGED <<names, held, means, residue>>

\* An error, or a reply that never arrived: as if it had not been asked.
Lost(r) ==
    /\ ask[r] # Idle
    /\ ask' = [ask EXCEPT ![r] = Idle]
    /\ UNCHANGED <<names, held, means, residue>>

Forget(n, k) ==
    /\ k \in 1..held[n]
    /\ held' = [held EXCEPT ![n] = @ - k]
    /\ UNCHANGED <<names, means, ask, residue>>

\* The server is gone, and with it every nodeid.  What it had given up removing is once more to be removed, by the next one.
EndSession ==
    /\ held' = [n \in Nodeids |-> 0]
    /\ means' = [n \in Nodeids |-> None]
    /\ ask' = [r \in Requests |-> Idle]
    /\ residue \subseteq residue'
    /\ UNCHANGED names

\* What the server keeps in the file system is its own affair while it works.
Keep == residue' # residue /\ UNCHANGED <<names, held, means, ask>>

Next ==
    \/ Host \/ EndSession \/ Keep
    \/ \E r \in Requests : \/ \E x \in Names : AskEntry(r, x)
                           \/ \E n \in Nodeids : AskAttr(r, n) \/ ReplyEntry(r, n)
                           \/ Serve(r) \/ TellEntry(r) \/ ReplyAttr(r) \/ Lost(r)
    \/ \E n \in Nodeids : \E k \in 1..held[n] : Forget(n, k)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Quiet == (\A n \in Nodeids : held[n] = 0) /\ (\A r \in Requests : ask[r] = Idle)

\* Point 6: a client that has forgotten everything, for good, leaves nothing behind.
Emptied == <>[]Quiet => <>[](residue = {})
=============================================================================
