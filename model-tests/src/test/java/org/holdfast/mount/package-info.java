/**
 * What programs see at a real mount: the same as on the bare file system. Each class is one promise; all need root, /dev/fuse
 * and loop devices, and say so when they are skipped. System properties: {@code holdfast.subject} and {@code holdfast.launcher}
 * choose what is tested (see {@code org.holdfast.testkit.Subject}), {@code holdfast.files} the number of files of the large tree,
 * {@code holdfast.transport} the way of requests ({@code uring}: FUSE over io_uring, which the kernel offers meanwhile),
 * {@code holdfast.policy} what keeps nodes alive where a test does not choose ({@code 'adaptive --fds 4'}),
 * {@code holdfast.storm.seconds} how many seconds a storm blows (20), {@code holdfast.idle.seconds} how soon after dropping the caches the workdir must be empty (5).
 */
package org.holdfast.mount;
