------------------------------- MODULE Trace -------------------------------
(***************************************************************************)
(* Replays a recorded run of the daemon: each step is the action of        *)
(* Holdfast that was recorded, with what was recorded of its outcome.      *)
(* `holdfast trace tlc FILE` writes a module TraceRun that says what Run   *)
(* is, and a configuration with constants as large as the run.             *)
(*                                                                         *)
(* The run has steps that no daemon records: those of the host, which has  *)
(* given an object a name before somebody looks it up; Operate of a        *)
(* request that shows no attributes; the reply that is no entry.  An entry *)
(* found by READDIRPLUS is a request of its own, which pins its directory. *)
(* Numbers of nodes and objects are in the order in which they came.       *)
(***************************************************************************)
EXTENDS Holdfast, TLC

CONSTANT Run  \* the steps

VARIABLE at  \* how many steps have been taken

TraceVars == <<names, object, workdir, node, last, req, up, held, means, at>>

\* In place of Holdfast's Lookups: that a client may ask for only so much is its own affair.  The places are those in
\* which the run has names: TraceRun says which.
TraceLookups == 0

\* In place of Holdfast's Budgeted, with a Budget of 1: whether the budget has something left is recorded where it matters.
TraceBudgeted == IF at < Len(Run) /\ Run[at + 1].word = "budget" THEN {} ELSE {Root}

\* In place of Holdfast's Still: an Operate that is not recorded shows no attributes, or those that were taken while the
\* entry was resolved, and so need not wait for links that come or go.
TraceStill(o) == (at < Len(Run) /\ Run[at + 1].action = "Operate" /\ ~Run[at + 1].whether) \/ ~Busy(o)

\* In place of Holdfast's Empty: what is no place of the run is no name.
TraceEmpty(o) == \A p \in Places : p[1] = o => names[p] = None

\* In place of Holdfast's LinkNames: work links are named after nodeids.
TraceLinkNames == 0 .. MaxNodeid

\* UNLINK, RMDIR or RENAME in the directory that r has pinned.  Which name it was is not recorded.
Named(r, m) ==
    /\ Dir(r, m) # None
    /\ req' = Done(r, m)
    /\ UNCHANGED <<host, workdir, node, last, up, client>>

\* INIT again, or the end: every node was forgotten one by one, and nothing is in flight.
Forgotten ==
    /\ \A r \in Requests : req[r] = Idle
    /\ \A n \in Nodeids : ~Known(n)
    /\ UNCHANGED vars

\* A daemon that has ended as it should leaves nothing but links that it could not remove.
NothingLeft ==
    /\ \A r \in Requests : req[r] = Idle
    /\ \A n \in Nodeids : node[n].phase \in {"free", "stuck"}
    /\ UNCHANGED vars

\* One step of the run.  It has fields for everything that an action may need: request, node, mount, object, name, other
\* directory and name, number, word and whether; most of them mean nothing to most actions.
Step(s) ==
    CASE s.action = "HostCreate" -> HostCreate(s.dir, s.name, s.word, s.number)
      [] s.action = "HostRename" -> HostRename(s.dir, s.name, s.toDir, s.name)
      [] s.action = "HostRemove" -> HostRemove(s.dir, s.name)
      [] s.action = "Pin" -> Pin(s.r, s.n)
      [] s.action = "Open" -> Open(s.r, s.m, s.name) /\ req'[s.r].obj = s.number
      [] s.action = "Resolve" -> Resolve(s.r) /\ req'[s.r].node = s.n /\ node'[s.n].count = s.number
                                 /\ (last' # last) = s.whether
      [] s.action = "Link" -> Link(s.r) /\ req[s.r].node = s.n
      [] s.action = "LinkFailed" -> LinkFailed(s.r, s.word) /\ req[s.r].node = s.n
      [] s.action = "Adopt" -> Adopt(s.r) /\ req[s.r].node = s.n
      [] s.action = "Operate" -> Operate(s.r) /\ req[s.r].node = s.n
                                 /\ (s.whether => Cardinality(Masked(req[s.r].obj, s.m)) = s.number)
      [] s.action = "Again" -> Again(s.r) /\ req[s.r].node = s.n /\ node'[s.n].count = s.number
      [] s.action = "Reply" -> Reply(s.r) /\ req[s.r].node = s.n
      [] s.action = "Undelivered" -> Undelivered(s.r) /\ node'[s.n].count = s.number
      [] s.action = "Unpin" -> Unpin(s.r) /\ s.n \in {req[s.r].node, req[s.r].dir}
      [] s.action = "Named" -> Named(s.r, s.m)
      [] s.action = "Forget" -> Known(s.n) /\ Forget(s.n, s.m) /\ node'[s.n].count = s.number
      [] s.action = "Release" -> Release(s.n) /\ (node[s.n].hold = "link") = s.whether
      [] s.action = "ReleaseFailed" -> ReleaseFailed(s.n)
      [] s.action = "Drop" -> Drop(s.n)
      [] s.action = "Cool" -> Cool(s.r, s.n)
      [] s.action = "Shut" -> Shut(s.n)
      [] s.action = "Attach" -> Attach(s.n, s.number)
      [] s.action = "Detach" -> Detach(s.n)
      [] s.action = "Guard" -> Guard(s.r, s.n)
      [] s.action = "Reach" -> Reach(s.r) /\ req[s.r].node = s.n
      [] s.action = "Stale" -> Stale(s.r) /\ req[s.r].node = s.n
      [] s.action = "Regain" -> Regain(s.r) /\ req[s.r].node = s.n
      [] s.action = "Reopen" -> Reopen(s.r) /\ req[s.r].node = s.n
      [] s.action = "Warm" -> Warm(s.r) /\ (req'[s.r].step = "warming") = s.whether
      [] s.action = "Unlink" -> Unlink(s.r) /\ req[s.r].node = s.n
      [] s.action = "UnlinkFailed" -> UnlinkFailed(s.r) /\ req[s.r].node = s.n
      [] s.action = "Warmed" -> Warmed(s.r) /\ req[s.r].node = s.n
      [] s.action = "Reset" -> Forgotten
      [] s.action = "End" -> NothingLeft

TraceInit == Init /\ at = 0

\* A run with a step that cannot happen has no step from there on: as many states as steps before it, and the first one.
TraceNext ==
    \/ /\ at < Len(Run)
       /\ Step(Run[at + 1])
       /\ at' = at + 1
    \/ /\ at = Len(Run)
       /\ PrintT(<<"replayed", at>>)
       /\ UNCHANGED TraceVars

TraceSpec == TraceInit /\ [][TraceNext]_TraceVars
=============================================================================
