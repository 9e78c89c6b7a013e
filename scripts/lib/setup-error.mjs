/** A failure that the person at the keyboard can do something about: what happened, then what to do. */
export class SetupError extends Error {
  constructor(what, todo) {
    super(what);
    this.todo = todo;
  }
}
