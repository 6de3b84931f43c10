"""The pinned log and the outbox in a real browser, with a server that is told to be honest, slow, broken or a liar."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from audit import jws
from audit.receipt import Receipt
from tests.browser.scripted import DROP, Answer, ScriptedLog, ScriptedServer, run

# Loaded at once, so that the promise is kept while the server misbehaves.
OPEN = """
  const {Log} = await use("log"); const {Outbox} = await use("outbox"); const {sign} = await use("statement");
  const {newDeviceKey} = await use("new-keys");
  const {deviceSigner} = await use("keys"); const store = await use("store");
  const log = await Log.open(argument.convention);
"""
SUBMIT = (
    OPEN
    + """
  const identity = {...deviceSigner(await newDeviceKey()), convention: argument.convention};
  const outbox = new Outbox(log);
  const record = await outbox.submit(await sign(identity, "polling.ended", {motion: "A-1"}), identity, {motion: "A-1"});
"""
)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    stop = server.start()
    yield server
    stop()


@pytest.fixture
def log(server: ScriptedServer) -> ScriptedLog:
    log = ScriptedLog()
    log.serve(server)
    return log


@pytest.fixture
def page(browser: Browser, server: ScriptedServer) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    yield page
    context.close()


def ask(page: Page, log: ScriptedLog, script: str) -> Any:
    return run(page, script, {"convention": log.convention})


# --- the pinned log ------------------------------------------------------------------------------


def test_the_founding_is_pinned_by_the_badge(page: Page, log: ScriptedLog) -> None:
    assert ask(page, log, OPEN + "return [log.name.en, log.origin];") == ["Scripted", "hall.example/scripted"]


def test_another_founding_than_the_badges_is_refused(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    ScriptedLog().serve(server)
    script = 'const {Log} = await use("log"); return refusal(() => Log.open(argument.convention));'
    assert ask(page, log, script) == "wrong_convention"


def test_a_founding_that_its_founder_did_not_sign_is_refused(page: Page, server: ScriptedServer) -> None:
    """The digest leaves the signature out, so a badge alone cannot tell."""
    log = ScriptedLog()
    signing_input, _, signature = log.entries[0].rpartition(b".")
    log.entries[0] = signing_input + b"." + (b"A" if signature[:1] != b"A" else b"B") + signature[1:]
    log.serve(server)
    script = 'const {Log} = await use("log"); return refusal(() => Log.open(argument.convention));'
    assert ask(page, log, script) == "wrong_convention"


def test_a_kept_founding_needs_no_network(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    ask(page, log, OPEN)
    server.routes.clear()
    page.reload()
    assert ask(page, log, OPEN + "return log.origin;") == "hall.example/scripted"


def test_the_head_moves_forward_with_a_proof_and_never_back(
    page: Page, log: ScriptedLog, server: ScriptedServer
) -> None:
    heads = OPEN + "const {size, root} = await log.tree(); return [size, root];"
    assert ask(page, log, heads)[0] == 1
    for at in range(6):
        log.append(f"entry {at}".encode())
    assert ask(page, log, heads)[0] == 7
    old = log.checkpoint(3)
    server.routes["/log/checkpoint"] = lambda *_: Answer(old)
    assert ask(page, log, heads)[0] == 7, "an older checkpoint of the same log changes nothing"


@pytest.mark.parametrize("size", [1, 5, 7, 9])
def test_a_log_with_another_history_is_an_alarm(
    page: Page, log: ScriptedLog, server: ScriptedServer, size: int
) -> None:
    for at in range(6):
        log.append(f"entry {at}".encode())
    ask(page, log, OPEN + "await log.tree();")
    fork = ScriptedLog()
    fork.signer, fork.convention = log.signer, log.convention
    for at in range(size - 1):
        fork.append(f"other {at}".encode())
    fork.serve(server)
    assert ask(page, log, OPEN + "return refusal(() => log.tree());") == "log_forked"
    log.serve(server)
    assert ask(page, log, OPEN + "return (await log.tree()).size;") == 7, "the fork was not remembered"


def test_a_log_restored_from_a_backup_is_an_alarm(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    log.append(b"lost")
    ask(page, log, OPEN + "await log.tree();")
    log.tree.truncate(1)
    assert ask(page, log, OPEN + "return refusal(() => log.tree());") == "log_forked"


def test_a_checkpoint_by_another_key_is_an_alarm(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    note = ScriptedLog().checkpoint()
    server.routes["/log/checkpoint"] = lambda *_: Answer(note)
    assert ask(page, log, OPEN + "return refusal(() => log.tree());") == "log_forked"


def test_no_answer_is_no_alarm(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    ask(page, log, OPEN + "await log.tree();")
    log.append(b"more")
    server.routes["/log/consistency"] = lambda *_: Answer(status=502)
    assert ask(page, log, OPEN + "return refusal(() => log.tree());") == "unreachable"


def test_an_entry_is_believed_with_its_proof_alone(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    payload = {"type": "x", "nonce": "n"}
    index = log.append(jws.sign(log.founder, payload, jws.STATEMENT))
    entry = OPEN + f"const found = await log.provenEntry({index}); return found.payload;"
    assert ask(page, log, entry) == payload
    other = jws.sign(log.founder, {**payload, "nonce": "m"}, jws.STATEMENT)
    server.routes["/log/entry/*"] = lambda *_: Answer(other)
    assert ask(page, log, OPEN + f"return refusal(() => log.provenEntry({index}));") == "bad_proof"
    log.serve(server)
    server.routes["/log/proof/*"] = lambda *_: Answer(log.receipt(0))
    assert ask(page, log, OPEN + f"return refusal(() => log.provenEntry({index}));") == "bad_proof"


# --- the current state ---------------------------------------------------------------------------


def test_a_stream_that_breaks_over_and_over_does_not_keep_the_state_away(page: Page, server: ScriptedServer) -> None:
    """The browser tries a broken stream again every three seconds, more often than pages ask for the state."""
    server.routes["/state"] = lambda *_: Answer(
        b'{"size": 7, "floor": {"version": 0}}', content_type="application/json"
    )
    server.routes["/events"] = lambda *_: DROP
    script = """Math.random = () => 0.999; const {follow} = await use("live"); const told = [];
      const size = await new Promise((resolve) => {
        follow({onState: (state) => resolve(state.size), onConnection: (connected) => told.push(connected)});
        setTimeout(resolve, 20000, null);
      });
      return {size, told};"""
    found = run(page, script)
    assert found == {"size": 7, "told": [True]}, "a server that answers is no lost connection"
    assert len([path for _, path, _ in server.seen if path.startswith("/events")]) > 1, (
        "the stream broke more than once"
    )


# --- the outbox ----------------------------------------------------------------------------------


def test_a_recorded_statement_keeps_its_verified_receipt(page: Page, log: ScriptedLog) -> None:
    record = ask(page, log, SUBMIT + "return record;")
    assert (record["state"], record["index"], record["about"]) == ("recorded", 1, {"motion": "A-1"})
    assert Receipt.parse(record["receipt"].encode()).verify(log.entries[1], log.signer.key).size == 2


def test_the_same_bytes_are_sent_until_an_answer_comes(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    """No answer, an error of the server, an overload, somebody else's page, a lost reply: then the receipt."""
    answers = [DROP, Answer(status=500), Answer.problem(503, "busy"), Answer.problem(429, "too_many_requests")]
    answers.append(Answer(b"<h1>Log in to the hotel</h1>", 403, "text/html"))

    def unsteady(target: str, body: bytes) -> Answer:
        honest = log.record(target, body)
        return answers.pop(0) if answers else honest

    server.routes["/statements"] = unsteady
    page.evaluate(
        "Math.random = () => 0; const soon = window.setTimeout; window.setTimeout = (f, t) => soon(f, t / 20);"
    )
    assert ask(page, log, SUBMIT + "return record.state;") == "recorded"
    assert len(server.bodies("/statements")) == 6
    assert len(set(server.bodies("/statements"))) == 1
    assert log.tree.size == 2


@pytest.mark.parametrize("status", [400, 403, 409, 413])
def test_a_refusal_is_final_and_kept_in_the_servers_words(
    page: Page, log: ScriptedLog, server: ScriptedServer, status: int
) -> None:
    server.routes["/statements"] = lambda *_: Answer.problem(status, "polling_ended", "Too late. Tell the tellers.")
    ask(page, log, SUBMIT)
    records = ask(page, log, OPEN + "return new Outbox(log).records();")
    kept = {name: records[0][name] for name in ("state", "status", "code", "title", "detail")}
    assert kept == {
        "state": "refused",
        "status": status,
        "code": "polling_ended",
        "title": "Too late. Tell the tellers.",
        "detail": "found here",
    }
    assert len(server.bodies("/statements")) == 1


def test_a_waiting_statement_survives_a_reload(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    server.routes["/statements"] = lambda *_: DROP
    page.evaluate(
        f"(argument) => {{ (async () => {{ const use = (name) => import(`/static/js/${{name}}.js`); {SUBMIT} }})(); }}",
        {"convention": log.convention},
    )
    for _ in range(200):
        if server.bodies("/statements"):
            break
        page.wait_for_timeout(50)
    first = server.bodies("/statements")[0]
    page.reload()
    # Not before: the page that is left tries again, and might just have been told.
    server.routes["/statements"] = log.record
    script = (
        OPEN
        + """const outbox = new Outbox(log);
      const settled = new Promise((resolve) => outbox.watch((record) => record.state !== "waiting" && resolve(record)));
      await outbox.resume(); return (await settled).state;"""
    )
    assert ask(page, log, script) == "recorded"
    assert log.entries[1] == first


def lying_receipts(log: ScriptedLog) -> dict[str, Any]:
    other = ScriptedLog()

    def of_another_entry(_: str, body: bytes) -> Answer:
        log.append(body)
        return Answer(log.receipt(0))

    def of_another_log(_: str, body: bytes) -> Answer:
        return Answer(other.receipt(other.append(body)))

    def of_a_fork(_: str, body: bytes) -> Answer:
        fork = ScriptedLog()
        fork.signer = log.signer
        fork.append(b"unlike")
        return Answer(fork.receipt(fork.append(body)))

    return {
        "another entry's": of_another_entry,
        "another log's": of_another_log,
        "a fork's": of_a_fork,
        "no receipt": lambda *_: Answer(b"recorded, trust me"),
    }


@pytest.mark.parametrize("lie", ["another entry's", "another log's", "a fork's", "no receipt"])
def test_a_receipt_that_proves_nothing_is_loud_and_the_statement_is_kept(
    page: Page, log: ScriptedLog, server: ScriptedServer, lie: str
) -> None:
    log.append(b"an entry before")
    server.routes["/statements"] = lying_receipts(log)[lie]
    record = ask(page, log, SUBMIT + "return record;")
    assert record["state"] == "doubtful"
    assert record["code"] == ("log_forked" if lie == "a fork's" else "bad_receipt")
    log.serve(server)
    again = ask(page, log, OPEN + f'return new Outbox(log).retry("{record["digest"]}");')
    assert again["state"] == "recorded"
    assert server.bodies("/statements")[-1].decode() == record["jws"]


def test_one_keys_statements_go_in_their_order(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    """A later sequence number that overtook an earlier one would make the log refuse the earlier."""
    fails = [Answer(status=500)]
    server.routes["/statements"] = lambda target, body: fails.pop() if fails else log.record(target, body)
    script = (
        OPEN
        + """
      const identity = {...deviceSigner(await newDeviceKey()), convention: argument.convention};
      const outbox = new Outbox(log);
      const make = (motion) => sign(identity, "polling.ended", {motion});
      const signed = [await make("A-1"), await make("A-2"), await make("A-3")];
      const records = await Promise.all(signed.map((one) => outbox.submit(one, identity)));
      return records.map(({sequence, index}) => [sequence, index]);"""
    )
    found = ask(page, log, script)
    assert [index for _, index in sorted(found)] == [1, 2, 3]
    sent = [jws.parse(body, jws.STATEMENT).payload["motion"] for body in server.bodies("/statements")]
    assert sent == ["A-1", "A-1", "A-2", "A-3"]


def test_two_tabs_send_one_statement_once(page: Page, log: ScriptedLog, server: ScriptedServer) -> None:
    digest = ask(
        page,
        log,
        OPEN
        + """const identity = {...deviceSigner(await newDeviceKey()), convention: argument.convention};
      return (await new Outbox(log).add(await sign(identity, "polling.ended", {motion: "A-1"}), identity)).digest;""",
    )

    def slow(target: str, body: bytes) -> Answer:
        time.sleep(1.5)
        return log.record(target, body)

    server.routes["/statements"] = slow
    other = page.context.new_page()
    other.goto(server.address)
    script = OPEN + f'window.done = new Outbox(log).retry("{digest}"); return "sent";'
    ask(page, log, script)
    ask(other, log, script)
    for tab in (page, other):
        assert tab.evaluate("window.done.then(({state}) => state)") == "recorded"
    assert len(server.bodies("/statements")) == 1
