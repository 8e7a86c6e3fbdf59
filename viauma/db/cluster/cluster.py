"""The private cluster as everybody else sees it: ask for it to run, and connect."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from viauma.db.cluster import dump, major
from viauma.db.cluster.account import Account
from viauma.db.cluster.birth import drop_database, make_data_directory, make_database, superuser
from viauma.db.cluster.configuration import DATABASE
from viauma.db.cluster.folder import Folder
from viauma.db.cluster.programs import Programs, programs_for_new_data, programs_of_major
from viauma.db.cluster.server import Server
from viauma.db.cluster.status import ClusterStatus, look_at
from viauma.errors import ClusterFault
from viauma.settings import Settings


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL cluster of our own in one folder."""

    folder: Folder
    bin_dir: Path | None

    @classmethod
    def of(cls, settings: Settings) -> "Cluster":
        """Name the cluster the settings speak of, whether it exists or not."""
        account = Account.running_servers(settings.cluster.run_as)
        # Two spellings of one place must find one server: the server is known by this path.
        return cls(Folder(settings.cluster_dir.resolve(), account), settings.cluster.bin_dir)

    @property
    def exists(self) -> bool:
        """Tell whether there are data."""
        return self.folder.data_major is not None

    @property
    def url(self) -> str:
        """The libpq URL for the application's role; good while the server runs."""
        return self._address.url()

    @property
    def superuser_url(self) -> str:
        """The libpq URL for the superuser in the maintenance database."""
        return self._address.superuser_url

    def ensure_running(self) -> None:
        """Make the cluster if there is none, start it if it does not run, and prepare the database.

        Safe to call from several programs at once.

        Raises
        ------
        ClusterFault
            With what is wrong and what to do about it.
        """
        if self._answers():
            return
        self.folder.prepare()
        with self.folder.lock():
            self._start()

    def stop(self) -> bool:
        """Stop our own server; tell whether there was one to stop."""
        if not self.exists:
            return False
        with self.folder.lock():
            return self._server().stop()

    def status(self) -> ClusterStatus:
        """Describe the cluster without starting anything."""
        programs = self._programs_of_the_data() if self.exists else None
        return look_at(self.folder, self._server_with(programs) if programs else None)

    def reset(self, *, keep_backup: bool = True) -> Path | None:
        """Empty the database; set its content aside in a file first unless told not to."""
        self.ensure_running()
        with self.folder.lock():
            kept = self._set_aside("before-reset") if keep_backup else None
            with superuser(self._server()) as connection:
                drop_database(connection, DATABASE)
            make_database(self._server())
        return kept

    def backup(self, file: Path) -> None:
        """Write the database to a file that ``restore`` reads."""
        self.ensure_running()
        dump.write_backup(self._server().programs, self.url, file)

    def restore(self, file: Path) -> Path:
        """Replace the database by what a backup holds.

        Returns
        -------
        Path
            The file in which the former content was set aside.
        """
        dump.require_file(file)
        self.ensure_running()
        with self.folder.lock():
            kept = self._set_aside("before-restore")
            dump.restore_backup(self._server(), file)
        return kept

    def upgrade(self) -> Path | None:
        """Move the data to the newest installed PostgreSQL, and the schema to this program's.

        Returns
        -------
        Path or None
            Where the former data directory was kept, when there was a move.
        """
        from viauma.db.migrate import upgrade as upgrade_schema

        kept = None
        if self.exists:
            self.folder.prepare()
            with self.folder.lock():
                kept = self._move_to_newest()
        self.ensure_running()
        upgrade_schema(self.url)
        return kept

    def _move_to_newest(self) -> Path | None:
        newest = programs_for_new_data(self.bin_dir)
        old = self.folder.data_major
        if old == newest.major:
            return None
        if old is not None and old > newest.major:
            raise ClusterFault(major.data_are_newer(self.folder.data, old, newest))
        runner = None if old is None else programs_of_major(old, None)
        if runner is None:
            raise ClusterFault(major.old_programs_missing(self.folder.data, old, newest))
        return major.move_data(self.folder, runner, newest)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _start(self) -> None:
        major.finish_interrupted_move(self.folder)
        if not self.exists:
            make_data_directory(self.folder, programs_for_new_data(self.bin_dir))
        server = self._server()
        self.folder.make_private(server.sockets)
        server.start()
        make_database(server)

    def _set_aside(self, why: str) -> Path:
        file = self.folder.new_backup(why)
        dump.write_backup(self._server().programs, self._server().url("postgres", DATABASE), file)
        return file

    @property
    def _address(self) -> Server:
        # An address needs no programs; finding them costs more than connecting.
        return self._server_with(Programs(self.bin_dir or Path()))

    def _server(self) -> Server:
        programs = self._programs_of_the_data()
        if programs is None:
            newest = programs_for_new_data(self.bin_dir)
            found = self.folder.data_major or 0
            raise ClusterFault(major.cannot_run(self.folder.data, found, newest))
        return self._server_with(programs)

    def _server_with(self, programs: Programs) -> Server:
        data = self.folder.data
        sockets = self.folder.sockets_of(data)
        return Server(programs, self.folder.account, data, sockets, self.folder.log)

    def _programs_of_the_data(self) -> Programs | None:
        found = self.folder.data_major
        return None if found is None else programs_of_major(found, self.bin_dir)
