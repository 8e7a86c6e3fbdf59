"""The private PostgreSQL cluster: PostGIS without configuration, owned by whoever runs Via Uma.

Rejected: the distribution's own cluster (needs an administrator, shares a port and a superuser
with strangers) and a container (not every small machine has an engine for one).
"""

from viauma.db.cluster.cluster import Cluster
from viauma.db.cluster.status import ClusterStatus

__all__ = ["Cluster", "ClusterStatus"]
