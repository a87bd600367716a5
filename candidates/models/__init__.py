from candidates.models.inputs import (
    InputCounter,
    InputState,
    InputStep,
    PublicInput,
)
from candidates.models.judgements import (
    ActingService,
    FactCheck,
    FieldFit,
    Relatedness,
    Settlement,
    Topic,
    Verdict,
)
from candidates.models.papers import IdeaPaper, PaperDeadline
from candidates.models.people import (
    Candidate,
    CareerPost,
    Grade,
    Nomination,
    Official,
    PostKind,
    Rating,
    Sanction,
)
from candidates.models.posts import OfficialPost
from candidates.models.requirements import Evidence, Requirement, RequirementException
from candidates.models.talent import TalentImport, TalentImportQuerySet, TalentRecord, TalentScheme
from candidates.models.windows import InputSubject, InputWindow, ReportingChannel

__all__ = [
    "ActingService",
    "Candidate",
    "CareerPost",
    "Evidence",
    "FactCheck",
    "FieldFit",
    "Grade",
    "IdeaPaper",
    "InputCounter",
    "InputState",
    "InputStep",
    "InputSubject",
    "InputWindow",
    "Nomination",
    "Official",
    "OfficialPost",
    "PaperDeadline",
    "PostKind",
    "PublicInput",
    "Rating",
    "Relatedness",
    "ReportingChannel",
    "Requirement",
    "RequirementException",
    "Sanction",
    "Settlement",
    "TalentImport",
    "TalentImportQuerySet",
    "TalentRecord",
    "TalentScheme",
    "Topic",
    "Verdict",
]
