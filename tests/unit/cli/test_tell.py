import re
from pathlib import Path

from cli.tell import UNSUITABLE, sentence
from crypto.errors import CannotOpen
from tests.unit.cli.terminal import Terminal
from tipline import errors
from tipline.access import people, programs
from tipline.rewards.refusals import Fault, LedgerBroken
from tipline.vocabulary import ProgramId, StoreName


def test_every_trouble_at_a_start_has_a_sentence_with_its_facts() -> None:
    path = Path("/keys/public.json")
    program = ProgramId(bytes(16))
    troubles = [
        errors.StoreUnreachable(StoreName.KEYS),
        errors.StoreAtOtherVersion(StoreName.TIPS, found=None, wanted="tips_0001"),
        errors.StoreUnavailable(StoreName.VAULT),
        errors.KeyFileMissing(path),
        errors.KeyFileUnreadable(path),
        errors.WrongKeyFile(path, found="gateway", wanted="public"),
        errors.KeyNotAllowed(path),
        errors.RootStillHere(path),
        errors.NoProvenKey(program),
        errors.SettingRefused("host"),
        errors.AuditBroken(7),
        LedgerBroken(7, Fault.AWARD),
        CannotOpen(),
    ]

    said = [sentence(trouble) for trouble in troubles]

    assert all(line.endswith((".", "migrate", "init")) and "{" not in line for line in said)
    assert len(set(said)) == len(troubles)


def test_a_missing_folder_is_told_by_the_name_of_its_variable() -> None:
    assert sentence(errors.SettingRefused("data")) == "Set TIPLINE_DATA to the folder of this deployment."


def test_an_error_without_words_is_told_by_its_kind() -> None:
    assert sentence(errors.TooBusy()) == "It went wrong: TooBusy."


def test_every_reason_for_a_refused_value_has_words() -> None:
    source = "".join(Path(module.__file__ or "").read_text() for module in (programs, people))
    reasons = set(re.findall(r'Unsuitable\("(\w+)"\)', source)) | set(
        re.findall(r'^        "(\w+)": ', source, re.MULTILINE)
    )

    assert reasons - {"program_id"} == set(UNSUITABLE)


def test_nothing_is_told_of_an_error_that_nobody_foresaw_but_its_kind(terminal: Terminal) -> None:
    (terminal.folder / "root.key").write_text('{"secret of the program": 1}')

    refused = terminal.run("keys", "init")

    assert refused.exit_code == 1
    assert "secret of the program" not in refused.stderr + refused.stdout
