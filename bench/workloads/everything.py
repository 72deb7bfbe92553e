"""Everything that is asked, in the order of the tables."""

from bench.generator.load import Shape
from bench.workloads.coming_back import ComingBack
from bench.workloads.fan_out import FanOut
from bench.workloads.handshakes import Handshakes
from bench.workloads.idle import Idle
from bench.workloads.logs import Logs
from bench.workloads.stalled import Stalled
from bench.workloads.workload import Workload

FAN_OUT = (
    FanOut("room_10", "one room of 10, 8 outstanding", Shape(1, 10, 8)),
    FanOut("room_100", "one room of 100, 8 outstanding", Shape(1, 100, 8)),
    FanOut("room_1000", "one room of 1,000, 8 outstanding", Shape(1, 1000, 8)),
    FanOut("room_1000_alone", "one room of 1,000, 1 outstanding", Shape(1, 1000, 1)),
    FanOut("room_10000", "one room of 10,000, 8 outstanding", Shape(1, 10_000, 8)),
    FanOut("rooms_50", "50 rooms of 20, 1 outstanding in each", Shape(50, 20, 1)),
    FanOut("rooms_500", "500 rooms of 2, 1 outstanding in each", Shape(500, 2, 1)),
)

WORKLOADS: tuple[Workload, ...] = (
    *FAN_OUT,
    Stalled(0),
    Stalled(1),
    Stalled(10),
    ComingBack(),
    Handshakes(joins=False),
    Handshakes(joins=True),
    Idle(),
    Logs(),
)
