"""Licences by the names that rows carry, as addresses that other people's software knows."""

LICENCE_PAGES = {
    # Spelled as the Swedish data portal wants Creative Commons: http, and a slash at the end.
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-3.0": "http://creativecommons.org/licenses/by/3.0/",
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-3.0": "http://creativecommons.org/licenses/by-sa/3.0/",
    "CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
    "MPL-2.0": "https://www.mozilla.org/MPL/2.0/",
    "MIT": "https://opensource.org/license/mit",
    "public-domain": "http://creativecommons.org/publicdomain/mark/1.0/",
}
"""SPDX identifiers, and `public-domain`. What says `not-stated` has no page: nobody has decided."""

CC0 = LICENCE_PAGES["CC0-1.0"]
