"""The desk's figures again, by plain loops over rows and a clock that looks at every minute: nothing of the program's counting is used."""

from collections import Counter
from datetime import UTC, datetime
from statistics import median

from tests.reports.recount import Recount, rows_of

MINUTE = 60


class DeskRecount(Recount):
    """Cases that were merged into another do not count."""

    def __init__(self, first, last, until, staff=()):
        super().__init__(first, last, until, staff)
        self.cases = [
            row for row in rows_of("support_case") if row["merged_into_id"] is None and (not staff or row["assignee_id"] in staff)
        ]
        events = sorted(rows_of("case_event"), key=lambda row: (row["at"], row["id"]))
        self.events = {row["id"]: [] for row in rows_of("support_case")}
        for event in events:
            self.events[event["case_id"]].append(event)

    def within(self, moment):
        return self.start <= moment < self.end

    def turns(self, case):
        """(moment, into, out of) for every change of state."""
        before, found = "", []
        for event in self.events[case["id"]]:
            if event["state"]:
                found.append((event["at"], event["state"], before))
                before = event["state"]
        return found

    def closings(self, case):
        return [at for at, state, before in self.turns(case) if state == "done" and before != "done"]

    def reopenings(self, case):
        return [at for at, state, before in self.turns(case) if before == "done" and state != "done"]

    def answers(self, case):
        return [event["at"] for event in self.events[case["id"]] if event["kind"] == "answered"]

    def heard(self, case):
        return [event["at"] for event in self.events[case["id"]] if event["kind"] == "heard"]

    def answered(self, case):
        """Or solved without an answer."""
        answers = [row["at"] for row in self.events[case["id"]] if row["kind"] == "answered" or row["state"] == "done"]
        return min(answers, default=None)

    def settled(self, case):
        """When it was solved, if it still is."""
        states = [(row["at"], row["state"]) for row in self.events[case["id"]] if row["state"]]
        return states[-1][0] if states[-1][1] == "done" else None

    def open_at(self, moment):
        found = []
        for case in self.cases:
            states = [state for at, state, _before in self.turns(case) if at < moment]
            if states and states[-1] != "done":
                found.append(case)
        return found

    def opened(self):
        return [case for case in self.cases if self.within(case["opened_at"])]

    def solved(self):
        """Cases with their last solution in the period."""
        found = ((case, [at for at in self.closings(case) if self.within(at)]) for case in self.cases)
        return [(case, moments) for case, moments in found if moments]

    def first_contact(self):
        """Of the solved cases that know of a contact: with one that was enough, and all of them."""
        touched = [(case, count) for case, _moments in self.solved() if (count := len(self.answers(case)) + len(self.heard(case)))]
        return sum(count == 1 and not self.reopenings(case) and not self.came_again(case) for case, count in touched), len(touched)

    def flow(self):
        return (
            len(self.open_at(self.start)),
            len(self.opened()),
            sum(self.within(at) for case in self.cases for at in self.reopenings(case)),
            sum(len(moments) for _case, moments in self.solved()),
            len(self.open_at(min(self.end, self.until + 1))),
        )

    def is_working(self, moment):
        local = datetime.fromtimestamp(moment, UTC).astimezone(self.zone)
        return local.weekday() < 5 and 9 <= local.hour < 17

    def working(self, start, end):
        """Minute by minute; the shop's moments are whole minutes or counted in seconds at their ends."""
        total, at = 0, start
        while at < end:
            step = min(MINUTE - at % MINUTE, end - at)
            total += step if self.is_working(at) else 0
            at += step
        return total

    def first_responses(self, measure):
        return [measure(case["opened_at"], self.answers(case)[0]) for case in self.opened() if self.answers(case)]

    def next_responses(self):
        found = []
        for case in self.cases:
            earlier = None
            for answer in self.answers(case):
                if earlier is not None:
                    waiting = [at for at in self.heard(case) if earlier < at <= answer]
                    if waiting and self.within(answer):
                        found.append(answer - waiting[0])
                earlier = answer
        return found

    def in_state(self, case, state, until):
        steps = [(at, into) for at, into, _before in self.turns(case)]
        ends = [at for at, _into in steps[1:]] + [until]
        return sum(max(min(end, until) - at, 0) for (at, into), end in zip(steps, ends, strict=True) if into == state)

    def net(self, case, until):
        steps = [(at, into) for at, into, _before in self.turns(case)]
        ends = [at for at, _into in steps[1:]] + [until]
        return sum(self.working(at, min(end, until)) for (at, into), end in zip(steps, ends, strict=True) if into == "open" and at < until)

    def came_again(self, case):
        if case["customer_id"] is None or case["reason_id"] is None:
            return False
        last = self.closings(case)[-1]
        return any(
            (row["customer_id"], row["reason_id"]) == (case["customer_id"], case["reason_id"]) and row["direction"] == "in"
            and last <= row["started_at"] <= last + 7 * 86_400 and row["case_id"] != case["id"]
            for row in self.everything
        )  # fmt: skip

    def scores(self, kind):
        surveys = {row["id"] for row in rows_of("survey") if row["kind"] == kind}
        return [
            row["score"] for row in rows_of("survey_response")
            if row["survey_id"] in surveys and row["answered_at"] and self.within(row["answered_at"]) and row["score"] >= 0
            and self._is_theirs(row["staff_id"])
        ]  # fmt: skip

    def asked(self, kind):
        surveys = {row["id"] for row in rows_of("survey") if row["kind"] == kind}
        found = [row for row in rows_of("survey_response") if row["survey_id"] in surveys and self.within(row["asked_at"])]
        return sum(row["state"] == "answered" for row in found), len(found)

    def qa(self):
        """Weighted shares; a fatal nought makes nought; what does not apply weighs nothing."""
        criteria = {row["id"]: row for row in rows_of("criterion")}
        found = []
        for made in rows_of("assessment"):
            if made["kind"] not in ("supervisor", "peer") or not self.first.isoformat() <= str(made["contact_on"]) <= self.last.isoformat():
                continue
            got = [row for row in rows_of("assessment_score") if row["assessment_id"] == made["id"] and row["score"] is not None]
            weights = sum(criteria[row["criterion_id"]]["weight"] for row in got)
            if any(criteria[row["criterion_id"]]["fatal"] and row["score"] == 0 for row in got):
                found.append(0.0)
            elif weights:
                found.append(sum(row["score"] * criteria[row["criterion_id"]]["weight"] for row in got) / weights)
        return found

    def remedies(self):
        ids = {case["id"] for case in self.cases}
        counts, costs, used = Counter(), Counter(), Counter()
        percents = {row["id"] for row in rows_of("voucher") if row["percent"]}
        for row in rows_of("payment"):
            if row["voucher_id"] in percents and (row["direction"], row["status"]) == ("in", "captured"):
                used[row["voucher_id"]] += row["amount"]
        for row in rows_of("case_remedy"):
            if row["case_id"] in ids and self.within(row["at"]):
                counts[row["kind"]] += 1
                costs[row["kind"]] += row["cost"] + used[row["voucher_id"]]
        return counts, costs


def middle(seconds):
    return median(seconds) if seconds else None
