"""R7, R13: many writers at once, and two editors against one author."""
# ruff: noqa: T201  (figures are for whoever runs the drill)

import json
import subprocess

from tests.drills.conftest import Installation

WRITERS, TRANSACTIONS = 8, 50
ROUNDS = 100


def say(process: "subprocess.Popen[str]", line: object) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def hear(process: "subprocess.Popen[str]") -> dict:
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


def test_many_writers_are_never_turned_away_and_lose_nothing(site: Installation) -> None:
    site.environment["PYTHONWARNINGS"] = "ignore"
    first = site.act("count_up", "0")
    say(first, "go")
    assert hear(first)["locked"] == 0
    writers = [site.act("count_up", str(TRANSACTIONS)) for _ in range(WRITERS)]
    for writer in writers:
        say(writer, "go")
    results = [hear(writer) for writer in writers]
    print(f"slowest of {WRITERS * TRANSACTIONS}: {max(r['slowest'] for r in results):.2f} s")
    assert [result["locked"] for result in results] == [0] * WRITERS
    assert int(site.ask("counted")) == WRITERS * TRANSACTIONS


def test_two_editors_decide_while_the_author_hands_in_anew(site: Installation) -> None:
    keys = json.loads(site.ask("prepare_decisions", str(ROUNDS), seconds=300))
    approver = site.act("decide", "first", "approve")
    other = {
        "approve": site.act("decide", "second", "approve"),
        "decline": site.act("decide", "second", "decline"),
    }
    author, judge = site.act("hand_in_anew"), site.act("outcomes")
    won = {"approve": 0, "decline": 0, "hand in": 0}
    for number, key in enumerate(keys):
        second = other["approve" if number % 2 else "decline"]
        for process in (approver, second, author):
            say(process, key)
        results = [hear(approver), hear(second)]
        handed_in = hear(author)
        # What the author handed in anew after the editors had looked waits for a decision.
        say(approver, key)
        results.append(hear(approver))
        decisions = [result for result in results if result["did"]]
        assert len(decisions) == 1, results
        assert all(result["did"] or result["told"] for result in [*results, handed_in])
        say(judge, key)
        outcome = hear(judge)
        won[decisions[0]["did"]] += 1
        won["hand in"] += handed_in["did"] is not None
        if decisions[0]["did"] == "approve":
            assert outcome == {"state": "published", "live": [decisions[0]["hash"]]}
        else:
            assert outcome == {"state": "declined", "live": []}
    print(f"{ROUNDS} rounds: {won}")
