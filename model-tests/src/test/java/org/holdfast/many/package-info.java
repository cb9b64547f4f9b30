/** Many requests in flight at once: what the client saw must have an order on a model of the names. */
package org.holdfast.many;
