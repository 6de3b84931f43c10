/**
 * Named errors of the core modules. `code` is stable and short; `message` says what was found.
 * A network that does not answer is never one of these: see Unreachable.
 */

class Named extends Error {
  /** @param {string} message what was found, in English, for a person who looks closely */
  constructor(message) {
    super(message);
    this.name = this.constructor.name;
  }
}

/** Bytes or text that are not in their one allowed form. */
export class BadForm extends Named {
  code = "bad_form";
}

/** A signature that does not verify. */
export class BadSignature extends Named {
  code = "bad_signature";
}

/** An inclusion or consistency proof that proves something else, or nothing. */
export class BadProof extends Named {
  code = "bad_proof";
}

/** What the server shows to the hall is not what the chair signed. */
export class WrongOpening extends Named {
  code = "wrong_opening";
}

/** The count that the server shows is not one that the chair called. */
export class WrongCall extends Named {
  code = "wrong_call";
}

/** The server's founding statement is not the one that this device's badge names. */
export class WrongConvention extends Named {
  code = "wrong_convention";
}

/** The log contradicts what it showed this device before. Nothing the server says can be trusted until people have compared. */
export class LogForked extends Named {
  code = "log_forked";
}

/** No answer, or an answer of something between here and the server. Trying again may help. */
export class Unreachable extends Named {
  code = "unreachable";

  /**
   * @param {string} message
   * @param {number} [status] the HTTP status, 0 where no answer came
   */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** The server's refusal, in its own words (RFC 9457): `message` is the title, `code`, `status` and `detail` as sent. */
export class Refusal extends Named {
  /**
   * @param {number} status
   * @param {{code: string, title: string, detail?: string}} problem
   */
  constructor(status, problem) {
    super(problem.title);
    this.status = status;
    this.code = problem.code;
    this.detail = problem.detail ?? "";
  }
}
