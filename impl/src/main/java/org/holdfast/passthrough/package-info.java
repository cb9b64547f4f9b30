/**
 * The file operations: what each request does to the export, through the holds of {@link org.holdfast.node}.
 *
 * <p>{@link org.holdfast.passthrough.FileSystem} is what all threads share. Each worker thread has one
 * {@link org.holdfast.passthrough.Dispatcher} with its own scratch memory and credentials; it hands a request to the
 * operations of its kind. No lock is taken here; open files are guarded by {@link org.holdfast.passthrough.Handles}.
 */
package org.holdfast.passthrough;
