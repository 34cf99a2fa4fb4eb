/** A refusal by one of Google's services, in Google's words. Scripts see an error whose name is "Exception". */
export class ServiceException extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Exception';
  }
}

/** An execution that ended before its function did. Nothing that runs inside it can catch this for good. */
export class ExecutionKilled extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ExecutionKilled';
  }
}
