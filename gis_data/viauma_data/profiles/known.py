"""The profiles that an import knows: those that ship with Via Uma, and one's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from viauma.errors import InvalidInput, UnknownName
from viauma_data.profiles.categories import categories
from viauma_data.profiles.guessing import KEY as GENERIC
from viauma_data.profiles.matching import profiles, read_profile
from viauma_data.profiles.model import Profile
from viauma_data.profiles.suggesting import near_categories

SUFFIXES: Final = (".toml", ".json")
MOST_BYTES: Final = 1_000_000
SETTING: Final = "VIAUMA_IMPORTING__PROFILES"


def known_profiles(folder: Path | None) -> Mapping[str, Profile]:
    """List the shipped profiles and those of a folder, by key; one's own wins over a shipped one.

    Raises
    ------
    InvalidInput
        There is no such folder, a file in it is no profile, or two have the same key.
    """
    if folder is None:
        return profiles()
    if not folder.is_dir():
        raise InvalidInput(SETTING, f"there is no folder {folder}")
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix.lower() in SUFFIXES)
    except OSError as wrong:
        raise InvalidInput(SETTING, f"the folder cannot be read: {wrong}") from wrong
    own: dict[str, Profile] = {}
    for file in files:
        profile = profile_in(file)
        if profile.key in own:
            raise InvalidInput(SETTING, f"{file.name}: another file has the key {profile.key} too")
        own[profile.key] = profile
    return {**profiles(), **own}


def profile_asked(said: str, known: Mapping[str, Profile]) -> Profile:
    """Give a profile by its key, or from the file that has it.

    Raises
    ------
    UnknownName
        No profile is called so.
    InvalidInput
        The file cannot be read, or is no profile.
    """
    if said in known:
        return known[said]
    if said.lower().endswith(SUFFIXES):
        return profile_in(Path(said))
    otherwise = f"Known are {', '.join(known)}, or name a file that ends with .toml or .json."
    raise UnknownName("--as", said, otherwise=otherwise)


def profile_in(file: Path) -> Profile:
    """Read a profile from a file.

    Raises
    ------
    InvalidInput
        It is not there, too long, or no profile; the sentence says what is wrong and where.
    """
    try:
        if not file.is_file():
            raise InvalidInput(file.name, "There is no such file.")
        if file.stat().st_size > MOST_BYTES:
            raise InvalidInput(file.name, "It is too long for a profile.")
        profile = read_profile(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError) as wrong:
        raise InvalidInput(file.name, f"It cannot be read: {wrong}.") from wrong
    if profile.key == GENERIC:
        raise InvalidInput(file.name, f"the key '{GENERIC}' is that of files of no known kind")
    rule = profile.category
    for one in filter(None, (rule.always, rule.otherwise, *rule.values.values())):
        if one not in categories():
            recalled = near_categories(one)
            raise UnknownName(f"{file.name}: category", one, recalled, "The taxonomy has others.")
    return profile
