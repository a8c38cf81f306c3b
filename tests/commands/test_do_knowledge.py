"""Articles, scripts and templates from the command line."""

import json

from tests.commands.conftest import crm, done


def listed(*arguments):
    return json.loads(done("list", *arguments, "--json"))["records"]


def test_an_article_from_draft_to_use(shop):
    done("do", "write-article", "title=Transit damage", "body=Free within 14 days", "kind=policy", "product=P-1", "reason=Damaged goods")
    done("do", "submit-article", "article=1")
    done("do", "publish-article", "article=1", "review_by=2099-01-01")
    done("do", "use-article", "article=1", "used_in=call", "interaction=I-00001")
    done("do", "change-article", "article=1", "title=Damage on the way")

    (article,) = listed("articles")
    told = {name: article[name] for name in ("title", "kind", "state", "products", "reasons", "used", "review_by", "approver")}
    assert told == {
        "title": "Damage on the way", "kind": "policy", "state": "published", "products": "P-1", "reasons": "Damaged goods", "used": 1,
        "review_by": "2099-01-01", "approver": "owner",
    }  # fmt: skip
    (use,) = listed("knowledge-uses")
    assert (use["name"], use["used_in"], use["interaction"]) == ("Damage on the way", "call", "I-00001")
    assert "Published the article Transit damage" in done("history", "article", "Damage on the way")


def test_a_script_with_its_steps_and_the_way_through_it(shop):
    steps = [
        {"name": "greet", "kind": "greeting", "say": "Good morning", "then": "ask"},
        {"name": "ask", "ask": "Is it wet?", "answer": "yes_no", "ways": [{"answer": "yes", "to": "greet"}]},
    ]
    done("do", "add-script", "--json", "-", text=json.dumps({"name": "Damaged", "channel": "phone", "steps": steps}))
    done("do", "change-script", "script=1", "about=What to say about damage")
    way = {"interaction": "I-00001", "script": "1", "steps": [{"step": "greet"}, {"step": "ask", "answer": "no"}]}
    done("do", "log-script-path", "--json", "-", text=json.dumps(way))

    (script,) = listed("scripts")
    assert (script["channel"], script["steps"], script["about"], script["used"]) == ("phone", 2, "What to say about damage", 1)
    assert [step["name"] for step in listed("script-steps")] == ["greet", "ask"]
    (path,) = listed("script-paths")
    assert (path["interaction"], path["ended"], path["steps"][1]["answer"]) == ("I-00001", True, "no")


def test_a_script_that_goes_round_is_refused_by_the_step(shop):
    steps = [{"name": "greet", "say": "Hello", "then": "greet"}]
    refused = crm("do", "add-script", "--json", "-", text=json.dumps({"name": "Round", "steps": steps}))
    assert refused.status == 1
    assert "greet" in refused.err
    assert not listed("scripts")


def test_a_template_and_a_placeholder_nobody_knows(shop):
    done("do", "add-template", "name=Refund", "subject=Your refund", "body=Dear {customer.name}", "shortcut=refund", "language=en")
    refused = crm("do", "change-template", "template=1", "body=Dear {customer.nickname}")
    assert refused.status == 1
    assert "{customer.nickname}" in refused.err
    done("do", "use-template", "template=1", "used_in=email")
    (template,) = listed("templates")
    assert (template["body"], template["used"], template["scope"]) == ("Dear {customer.name}", 1, "company")


def test_undo_takes_an_article_back(shop):
    done("do", "write-article", "title=Tea", "body=Hot")
    done("undo")
    assert not listed("articles")
