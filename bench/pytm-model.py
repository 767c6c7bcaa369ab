"""Times pytm on a model with as many elements and flows as asked: python3 pytm-model.py ELEMENTS FLOWS.

Prints the version of pytm and the milliseconds that building the model and finding its threats took.
"""
import random
import sys
import time
from importlib.metadata import version

from pytm import TM, Boundary, Dataflow, Datastore, Process, Server


def model(elements: int, flows: int) -> TM:
    choose = random.Random(1)
    tm = TM("Cart")
    tm.isOrdered = False
    zones = [Boundary(f"host {index}") for index in range(elements // 10)]
    kinds = [Server, Process, Datastore]
    nodes = []
    for index in range(elements - len(zones)):
        node = kinds[index % len(kinds)](f"component {index}")
        node.inBoundary = zones[index % len(zones)]
        nodes.append(node)
    for index in range(flows):
        source, sink = choose.sample(nodes, 2)
        flow = Dataflow(source, sink, f"interface {index}")
        flow.protocol = "HTTPS"
    return tm


elements, flows = int(sys.argv[1]), int(sys.argv[2])
sys.argv = sys.argv[:1]
start = time.perf_counter()
tm = model(elements, flows)
tm.check()
tm.resolve()
elapsed = (time.perf_counter() - start) * 1000
print(version("pytm"), elapsed, len(tm.findings))
