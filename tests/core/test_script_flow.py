import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.script_flow import ScriptStep, Way, checked_flow

GREET = ScriptStep("greet", NodeKind.GREETING, say="Good morning", then="ask")
ASK = ScriptStep("ask", ask="Is the carton wet?", answer=AnswerKind.YES_NO, ways=(Way("yes", "offer"), Way("no", "")))
OFFER = ScriptStep("offer", NodeKind.ANSWER, say="We send a new one")


def test_a_script_that_ends_is_taken():
    assert checked_flow([GREET, ASK, OFFER]) == (GREET, ASK, OFFER)
    assert (ASK.next("Yes"), ASK.next("no"), GREET.next("")) == ("offer", "", "ask")


def test_a_loop_that_asks_and_has_a_way_out_is_taken():
    again = ScriptStep("again", ask="Did that help?", answer=AnswerKind.YES_NO, ways=(Way("no", "try"), Way("yes", "")))
    attempt = ScriptStep("try", say="Switch it off and on", then="again")
    assert len(checked_flow([attempt, again])) == 2


def broken(*steps):
    with pytest.raises(UserError, match="Nothing was saved") as refused:
        checked_flow(steps)
    return str(refused.value)


def test_a_loop_without_an_end_names_the_step():
    assert "“greet”" in broken(GREET, ScriptStep("ask", say="Hm", then="greet"))


def test_a_loop_that_every_answer_stays_in_is_refused():
    again = ScriptStep("again", ask="Did that help?", answer=AnswerKind.YES_NO, ways=(Way("no", "again"), Way("yes", "again")))
    assert "“again”" in broken(again)


def test_a_way_to_nowhere_names_both_ends():
    assert "“greet” leads to “ask”" in broken(GREET)


def test_a_step_nothing_leads_to_is_named():
    assert "“offer”" in broken(ScriptStep("greet", say="Hi"), OFFER)


def test_a_next_step_that_every_answer_passes_by_reaches_nothing():
    """Both answers have ways of their own, so what stands under “then” is never reached."""
    ask = ScriptStep("ask", ask="Well?", answer=AnswerKind.YES_NO, ways=(Way("yes", ""), Way("no", "")), then="offer")
    assert "“offer”" in broken(ask, OFFER)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (ScriptStep("", say="x"),),
        (ScriptStep("a"),),
        (ScriptStep("a", say="x"), ScriptStep("a", say="y")),
        (ScriptStep("a", ask="x"),),
        (ScriptStep("a", say="x", answer=AnswerKind.TEXT),),
        (ScriptStep("a", ask="x", answer=AnswerKind.CHOICE, choices=("one",)),),
        (ScriptStep("a", ask="x", answer=AnswerKind.YES_NO, ways=(Way("maybe", ""),)),),
        (ScriptStep("a", say="x", ways=(Way("yes", ""),)),),
        (ScriptStep("a", say="x", seconds=-1),),
    ],
)
def test_what_makes_no_sense_is_refused(steps):
    broken(*steps)


NAMES = [f"s{n}" for n in range(6)]
STEPS = st.lists(
    st.builds(
        lambda asks, yes, no, then: (asks, yes, no, then),
        st.booleans(), st.sampled_from(["", *NAMES]), st.sampled_from(["", *NAMES]), st.sampled_from(["", *NAMES]),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@given(drawn=STEPS, answers=st.lists(st.booleans(), min_size=0, max_size=200))
def test_whatever_is_taken_can_always_be_ended(drawn, answers):
    """From wherever any answers lead, some answers lead to the end within as many steps as there are."""
    steps = [
        ScriptStep(name, ask="?", answer=AnswerKind.YES_NO, ways=(Way("yes", yes), Way("no", no)))
        if asks
        else ScriptStep(name, say="x", then=then)
        for name, (asks, yes, no, then) in zip(NAMES, drawn, strict=False)
    ]
    try:
        flow = checked_flow(steps)
    except UserError:
        return
    by_name = {step.name: step for step in flow}
    here = flow[0].name
    for answer in answers:
        here = by_name[here].next("yes" if answer else "no") if here else ""
    reachable = {here}
    for _ in flow:
        reachable |= {target for name in reachable if name for target in by_name[name].targets()}
    assert "" in reachable
