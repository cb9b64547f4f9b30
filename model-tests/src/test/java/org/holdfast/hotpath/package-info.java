/** What a request must not cost. */
package org.holdfast.hotpath;
