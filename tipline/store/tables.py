"""Every table of every store, for what must look at all of them: migrations, roles, tests."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from tipline.store.alert_tables import (
    AlertChoiceRow,
    CentreRow,
    MailRow,
    PagedTipRow,
    PageRow,
    PageTextRow,
    ScrubOwedRow,
    ShiftRow,
)
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.store.award_tables import (
    AgendaRow,
    AwardHandRow,
    AwardImportRow,
    AwardPaperRow,
    AwardRow,
    HoldRow,
    MeetingRow,
    PayoutDeskRow,
    PayoutRow,
    ProposalRow,
    ReissueRow,
    RewardSettingsRow,
    WrongCodeRow,
)
from tipline.store.bar_tables import CaseBarRow, CasePaperCopyRow, TipBarRow
from tipline.store.case_tables import (
    CaseFolderRow,
    CasePaperRow,
    CasePersonRow,
    CaseTipRow,
    TipRelationRow,
)
from tipline.store.columns import KeysTable, LedgerTable, TipsTable, VaultTable
from tipline.store.file_tables import LooseBlobRow, TakenFileRow, TakenReportRow, TipFileRow
from tipline.store.key_tables import CodeTriesRow, EpochGrantRow, PasswordLockRow, SessionRow
from tipline.store.ledger_tables import ClosedMonthRow, EntryRow, FundRow, PostingRow
from tipline.store.month_tables import (
    FigureRow,
    FrozenMonthRow,
    MonthCountRow,
    MonthImportRow,
    MonthMarkRow,
    PublishedMonthRow,
)
from tipline.store.opening_tables import OpeningHalfRow, OpeningKeyRow, OpeningRequestRow
from tipline.store.program_tables import (
    CertificateRow,
    GatewayKeyRow,
    LanguageReaderRow,
    LeakNoticeRow,
    LineRow,
    MemberRow,
    OpenAppRow,
    OwnWordsRow,
    PersonRow,
    ProgramRow,
    TeamEpochRow,
    TeamRow,
    WatchedNameRow,
)
from tipline.store.scoring_tables import ScoreTableRow
from tipline.store.surge_tables import LentKeyRow, ScrubbedCopyRow, ScrubLoanRow, ScrubTurnRow
from tipline.store.tip_tables import (
    RecordRow,
    TipDueRow,
    TipGrantRow,
    TipImportRow,
    TipKeeperRow,
    TipKeyRow,
    TipMoveRow,
    TipRow,
)
from tipline.store.vault_tables import (
    ConversationRow,
    EnclosureRow,
    ErasureRow,
    HeardLineRow,
    HeldTextRow,
    PseudonymRow,
    ReturnAddressRow,
    SentTextRow,
)
from tipline.store.work_tables import (
    AuditRow,
    CannedAnswerRow,
    CarrierWatchRow,
    ClaimRenewalRow,
    CodeLinkRow,
    FormTokenRow,
    OutboxRow,
    QueueViewRow,
    ShortcutsRow,
    UnsentTextRow,
)
from tipline.vocabulary import StoreName

ROWS: Final[Mapping[StoreName, tuple[type[SQLModel], ...]]] = {
    StoreName.TIPS: (
        ProgramRow,
        LineRow,
        TeamRow,
        PersonRow,
        MemberRow,
        CertificateRow,
        TeamEpochRow,
        GatewayKeyRow,
        LanguageReaderRow,
        OwnWordsRow,
        LeakNoticeRow,
        OpenAppRow,
        WatchedNameRow,
        TipRow,
        TipImportRow,
        TipMoveRow,
        TipDueRow,
        TipKeeperRow,
        TipRelationRow,
        CaseFolderRow,
        CasePaperRow,
        CaseTipRow,
        CasePersonRow,
        TipBarRow,
        CaseBarRow,
        CasePaperCopyRow,
        TipKeyRow,
        TipGrantRow,
        RecordRow,
        TipFileRow,
        TakenFileRow,
        TakenReportRow,
        OpeningRequestRow,
        OpeningHalfRow,
        LooseBlobRow,
        FigureRow,
        FrozenMonthRow,
        MonthCountRow,
        MonthImportRow,
        MonthMarkRow,
        PublishedMonthRow,
        AppealRow,
        LinkRow,
        LinkVisitRow,
        CodeLinkRow,
        FormTokenRow,
        OutboxRow,
        CarrierWatchRow,
        UnsentTextRow,
        QueueViewRow,
        ShortcutsRow,
        ClaimRenewalRow,
        CannedAnswerRow,
        AlertChoiceRow,
        MailRow,
        ShiftRow,
        PageRow,
        PagedTipRow,
        PageTextRow,
        CentreRow,
        ScrubOwedRow,
        ScrubLoanRow,
        LentKeyRow,
        ScrubTurnRow,
        ScrubbedCopyRow,
        AuditRow,
    ),
    StoreName.KEYS: (PasswordLockRow, CodeTriesRow, EpochGrantRow, OpeningKeyRow, SessionRow),
    StoreName.VAULT: (
        PseudonymRow,
        ConversationRow,
        ReturnAddressRow,
        HeldTextRow,
        SentTextRow,
        ErasureRow,
        HeardLineRow,
        EnclosureRow,
    ),
    StoreName.LEDGER: (
        FundRow,
        EntryRow,
        PostingRow,
        ClosedMonthRow,
        ScoreTableRow,
        RewardSettingsRow,
        ProposalRow,
        AwardRow,
        AwardHandRow,
        AwardImportRow,
        AwardPaperRow,
        MeetingRow,
        AgendaRow,
        PayoutDeskRow,
        HoldRow,
        PayoutRow,
        ReissueRow,
        WrongCodeRow,
    ),
}
"""The row classes of each store, parents first."""

METADATA: Final[Mapping[StoreName, MetaData]] = {
    StoreName.TIPS: TipsTable.metadata,
    StoreName.KEYS: KeysTable.metadata,
    StoreName.VAULT: VaultTable.metadata,
    StoreName.LEDGER: LedgerTable.metadata,
}
"""What each store should look like."""
