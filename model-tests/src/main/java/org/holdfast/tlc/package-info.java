/** Command lines that check the specification: TLC on the bounded models, and the explorer of the Java model. */
package org.holdfast.tlc;
