/** What must not be overlooked on a delegate's phone: a vote that does not count, and a server that cannot be believed. */
import { alarm } from "./alarm.js";
import { choiceName, isVote, named, ofVote } from "./choice.js";
import { t } from "./text.js";

/** Each alarm is raised once. */
export class Alarms {
  #raised = new Set();

  /** @param {import("./outbox.js").Outbox} outbox */
  constructor(outbox) {
    this.outbox = outbox;
  }

  /**
   * Fill the screen if a vote was refused, or has a receipt that proves nothing, and nobody has read it yet.
   * @param {any} record of the outbox
   * @param {any[]} records all of them
   */
  ofRecord(record, records) {
    const { digest, state, about, type, read } = record;
    if (!isVote(type) || read || this.#raised.has(digest)) return;
    if (state === "refused") this.#refused(record, records);
    else if (state === "doubtful") {
      this.#raised.add(digest);
      alarm({
        title: t("phone.unproved"),
        why: t("phone.unproved_why", { motion: about.motion }),
        todo: t("phone.unproved_todo"),
        fine: `${record.code}: ${record.error}`,
        button: t("phone.ask_again"),
        onRead: () => {
          this.#raised.delete(digest);
          this.outbox.retry(digest);
        },
      });
    }
  }

  #refused({ digest, about, title, code, detail, kid, sequence }, records) {
    this.#raised.add(digest);
    const stands = records.find((other) => other.state === "recorded" && other.kid === kid && other.sequence < sequence
      && other.about.opening === about.opening && other.about.mandate === about.mandate);
    alarm({
      title: t("phone.not_counted"),
      why: title,
      todo: stands
        ? t(code === "key_revoked" ? "phone.earlier_stands_unless" : "phone.earlier_stands", { choice: choiceName(stands.about.choice), index: stands.index })
        : t(`phone.nothing_recorded${ofVote(about)}`, named(about)),
      fine: detail ? `${code}: ${detail}` : code,
      button: t("phone.read"),
      onRead: () => this.outbox.markRead(digest),
    });
  }

  /** The server or its log cannot be believed: nothing may be signed on what it shows. */
  distrust(error, shown = "other") {
    if (this.#raised.has(error.message)) return;
    this.#raised.add(error.message);
    alarm({
      title: t("phone.stop"),
      why: t(`phone.distrust.${error.code === "log_forked" ? "log_forked" : shown}`),
      todo: t("phone.distrust_todo"),
      fine: `${error.code ?? error.name}: ${error.message}`,
    });
  }

  /** The server holds another convention than the badge. */
  otherConvention() {
    if (this.#raised.has("convention")) return;
    this.#raised.add("convention");
    alarm({ title: t("phone.other_convention"), why: t("phone.other_convention_why"), todo: t("phone.other_convention_todo") });
  }

  /** A vote that could not even be signed and kept. */
  notSent(error, about) {
    alarm({
      title: t("phone.not_counted"),
      why: t("phone.not_signed"),
      todo: t(`phone.nothing_recorded${ofVote(about)}`, named(about)),
      fine: `${error.code ?? error.name}: ${error.message}`,
      button: t("phone.read"),
    });
  }
}
