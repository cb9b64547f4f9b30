/** The bounded models of {@code tla/models.json}, and TLC as a process of its own that checks them. */
package org.holdfast.spec.bounded;
