package org.holdfast.passthrough;

import org.holdfast.node.Nodes;
import org.holdfast.os.Sys;

/** What the threads of one mount share. */
record Shared(Sys sys, Nodes nodes, Handles handles, Backings backings, Settings settings, Negotiated negotiated) {}
