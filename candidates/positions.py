"""Where an official is now, as earlier rounds left it; a workbook may say otherwise."""

from collections.abc import Iterable

from candidates.models import Candidate, Official, OfficialPost


def current_post_of(official: Official) -> OfficialPost | None:
    """The post that the official took up last after a round, if any."""
    return official.posts.order_by("-since", "-pk").first()


def moved_since(candidates: Iterable[Candidate]) -> dict[int, OfficialPost]:
    """By candidate: the post taken up after a round that the data of this round do not know.

    That is where it began after the post that the workbook names, or on its day under another name.
    One query.
    """
    people = {candidate.official_id: candidate for candidate in candidates}
    posts = OfficialPost.objects.filter(official__in=people).order_by("since", "pk")
    latest = {post.official_id: post for post in posts}
    return {
        people[official].pk: post
        for official, post in latest.items()
        if _is_news(people[official], post)
    }


def _is_news(candidate: Candidate, post: OfficialPost) -> bool:
    if post.since > candidate.post_since:
        return True
    same_day = post.since == candidate.post_since
    return same_day and _plain(post.post) != _plain(candidate.post)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
