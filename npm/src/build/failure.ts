/**
 * A build that cannot go on, said in one sentence.
 *
 * Thrown by every step of the build, caught by the command line, which prints the message without a stack and exits with 1.
 *
 * 1. The message says what is wrong and, where a tool is missing, how to get it.
 * 2. Anything else that is thrown is a fault of this package and keeps its stack.
 */

/** A build that cannot go on; the message is meant for the person who started it. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure'
}
