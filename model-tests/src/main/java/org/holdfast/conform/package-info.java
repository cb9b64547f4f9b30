/**
 * The conformance suite: other people's daemons, how each is started and what it can do; the specification's sequences
 * played with one of them; and a scorecard of what it did as text, JSON, JUnit XML and HTML.
 */
package org.holdfast.conform;
