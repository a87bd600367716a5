from config.local_checks import (
    LINT,
    NOTHING_COLLECTED,
    Outcome,
    Step,
    begin,
    browser,
    joint_status,
    marked,
    product_steps,
    report,
    run_steps,
    static_steps,
    steps_beside,
    test_steps,
)
from config.local_starting import Order

test_steps.__test__ = False  # it makes steps; it is no test


def test_every_tool_of_the_house_is_a_step():
    own = (*static_steps(), *steps_beside(), *test_steps(), *product_steps())
    names = [step.name for step in own]

    assert names == [
        *("files", "ruff format", "ruff", "djade", "djlint", "mypy", "import-linter"),
        *("lint", "pytest e2e", "pytest", "coverage", "pytest walk"),
        *("makemigrations", "check --deploy"),
    ]


def test_templates_are_all_given_to_djade():
    (djade,) = [step for step in static_steps() if step.name == "djade"]

    assert all(name.startswith("templates/") for name in djade.command[4:])
    assert len(djade.command) > 4


def mark_of(command):
    """What pytest's own `-m` chooses, after the module's."""
    return command[command.index("-m", command.index("pytest")) + 1]


def test_every_test_but_the_long_ones_belongs_to_exactly_one_step():
    steps = [*steps_beside(), *test_steps()]
    commands = [step.command for step in steps if step.name.startswith("pytest")]

    marks = [mark_of(command) for command in commands]
    assert marks == ["e2e and not long", "not e2e and not long and not walk", "walk"]


def test_a_step_that_reads_only_some_files_reads_all_that_bear_its_mark():
    chosen = {step.name: step.command for step in (*steps_beside(), *test_steps())}

    assert set(marked("walk")) <= set(chosen["pytest walk"])
    assert set(marked("e2e")) <= set(chosen["pytest e2e"])
    assert {"tests/test_policy.py", "tests/leaks/test_leaks.py"} <= set(marked("walk"))
    assert {"tests/e2e/test_saving.py", "tests/faults/test_people.py"} <= set(marked("e2e"))


def test_the_deploy_check_sees_production_not_this_machine():
    (deploy,) = [step for step in product_steps() if step.name == "check --deploy"]

    assert deploy.changes["PRATAMA_LOCAL"] == ""
    assert deploy.changes["BASE_URL"].startswith("https://")


def test_the_table_names_each_step_and_one_failure_fails_all(capsys):
    status = report([Outcome("ruff", 0.32, 0), Outcome("pytest", 61.0, 2)])

    assert status == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "langkah            detik  hasil",
        "ruff                 0,3  lulus",
        "pytest              61,0  GAGAL (2)",
    ]


def test_steps_run_to_the_end_although_one_fails(monkeypatch):
    steps = [Step("first", ["false"]), Step("second", ["sh", "-c", 'exit "$KODE"'], {"KODE": "4"})]

    outcomes = list(run_steps(steps, dict(Order([]).environment)))

    assert [(outcome.name, outcome.status) for outcome in outcomes] == [("first", 1), ("second", 4)]


def test_a_step_beside_the_others_is_waited_for_and_shows_what_it_wrote(tmp_path, capsys):
    log = tmp_path / "lint.log"
    log.write_text("what an earlier run wrote")
    step = Step("lint", ["sh", "-c", 'echo "keliru di $BERKAS"; exit 3'], {"BERKAS": "a.py"})

    outcome = begin(step, dict(Order([]).environment), log)()

    assert (outcome.name, outcome.status) == ("lint", 3)
    assert capsys.readouterr().out == "\n== lint\nkeliru di a.py\n\n"


def test_what_runs_beside_is_script_lint():
    assert LINT.command[1:] == ["-m", "config.local", "lint"]


def test_chosen_tests_may_live_in_one_of_the_two_runs():
    assert joint_status([NOTHING_COLLECTED, 0]) == 0
    assert joint_status([0, 1]) == 1
    assert joint_status([NOTHING_COLLECTED, NOTHING_COLLECTED]) == NOTHING_COLLECTED


def test_a_browser_that_was_chosen_is_left_alone(monkeypatch):
    monkeypatch.setenv("PRATAMA_CHROMIUM", "/opt/chrome")

    assert browser() == {}


def test_the_browser_of_the_machine_is_found(monkeypatch, tmp_path):
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    monkeypatch.delenv("PRATAMA_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert browser() == {"PRATAMA_CHROMIUM": str(chromium)}
