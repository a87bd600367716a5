from django.core.management import call_command


def test_the_benchmark_measures_all_three_sizes(capsys):
    call_command("bench_timetable")

    assert capsys.readouterr().out.count("generate") == 3
