"""Where an official is now, as earlier rounds left it; a workbook may say otherwise."""

from collections.abc import Collection

from accounts.spelling import plain
from candidates.models import Candidate, Official, OfficialPost


def current_post_of(official: Official) -> OfficialPost | None:
    """The post that the official took up last after a round, if any."""
    return official.posts.order_by("-since", "-pk").first()


def newer_post_of(candidate: Candidate) -> OfficialPost | None:
    """The post taken up after a round that the data of this candidate do not know of.

    It began after the post that the workbook names, or on its day under another name.
    """
    post = current_post_of(candidate.official)
    return post if post and _is_news(post, candidate) else None


def newer_posts_of(candidates: Collection[Candidate]) -> dict[int, OfficialPost]:
    """The same for several, by the key of the candidate. One query."""
    posts = OfficialPost.objects.filter(official__in=[each.official_id for each in candidates])
    latest = {post.official_id: post for post in posts.order_by("since", "pk")}
    found = [(each.pk, latest.get(each.official_id), each) for each in candidates]
    return {key: post for key, post, each in found if post and _is_news(post, each)}


def _is_news(post: OfficialPost, candidate: Candidate) -> bool:
    if post.since == candidate.post_since:
        return plain(post.post) != plain(candidate.post)
    return post.since > candidate.post_since
