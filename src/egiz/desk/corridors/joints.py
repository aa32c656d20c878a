"""What the corridors give to other apps: the network as the desk knows it."""

from egiz.desk.core import joints
from egiz.desk.corridors.domain.overlay import network_of

joints.network.fill(network_of)
