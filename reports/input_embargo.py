"""What a window for public input must not tell: of the ranking, more than was announced."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from candidates.models import Nomination
from decisions.announced import read
from decisions.models import Announcement
from selection.models import Round

EMBARGO = (
    "Menyebut hanya sebagian kandidat suatu jabatan memberi tahu siapa yang diusulkan. Untuk setiap"
    " jabatan, sebutkan semua kandidatnya, atau hanya nama yang sudah diumumkan."
)


def announced_among(round_: Round, nominations: Sequence[Nomination]) -> set[int]:
    """Keys of those whose names stand in a published announcement under their post."""
    told = Announcement.objects.published().filter(round=round_, kind=Announcement.Kind.SHORTLIST)
    names = {
        (post.title, person.name)
        for text in told.values_list("text", flat=True)
        for post in read(text).posts
        for person in post.people
    }
    return {one.pk for one in nominations if (one.vacancy.title, one.candidate.full_name) in names}


def tells_the_result(round_: Round, named: Collection[int], among: Sequence[Nomination]) -> bool:
    """Whether naming just these `among` all who may be named tells what was not announced."""
    if not round_.is_unsealed:
        return False
    announced = announced_among(round_, among)
    posts: dict[int, set[int]] = defaultdict(set)
    for one in among:
        posts[one.vacancy_id].add(one.pk)
    return any(
        some and some != everybody and not some <= announced
        for everybody in posts.values()
        for some in [everybody & set(named)]
    )
