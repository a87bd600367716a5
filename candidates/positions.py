"""Where an official is now, as earlier rounds left it; a workbook may say otherwise."""

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
    if post is None or post.since < candidate.post_since:
        return None
    is_same = post.since == candidate.post_since and plain(post.post) == plain(candidate.post)
    return None if is_same else post
