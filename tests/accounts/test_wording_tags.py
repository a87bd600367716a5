from accounts.templatetags.wording import sel


def test_the_cells_of_a_row_show_what_they_are_given_and_never_run_it():
    assert sel(["83,51", "<b>"]) == '<td class="num">83,51</td><td class="num">&lt;b&gt;</td>'
