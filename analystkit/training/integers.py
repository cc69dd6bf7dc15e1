"""Products of whole numbers: the same answer to the bit on every processor, and quicker.

Inputs are rounded to eight bits, weights to numbers from -64 to 64 with a scale for each column;
what a linear layer reads are numbers from -127 to 127 with a scale for each row.  Sums of whole
numbers are exact, so their order, which differs between processors, does not show.  All else is
done number by number, as IEEE 754 fixes it, or in double precision, whose last digits nothing after
them can see.  Weights stay within 64 because processors without VNNI add two products in sixteen
bits.

After Jacob et al., "Quantization and training of neural networks for efficient
integer-arithmetic-only inference", CVPR 2018, and Kim et al., "I-BERT: integer-only BERT
quantization", ICML 2021.  Gradients pass the rounding (Bengio et al., arXiv 1308.3432).
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

STEPS, WEIGHT_STEPS, BYTE = 127, 64, 255
MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own operators
SCALE = "_scale"  # behind a weight's name, that of its columns' scales
TINY = 1e-12
OPSET = 20  # of what is exported
_PRODUCT = "Product"


def norm(module: Any, x: Tensor) -> Tensor:
    """Layer normalisation; the sums are taken in double precision."""
    exact = x.double()
    mean = exact.mean(-1, keepdim=True)
    spread = (exact * exact).mean(-1, keepdim=True) - mean * mean
    scale = 1 / (spread + module.eps).sqrt()
    return (x - mean.float()) * scale.float() * module.weight + module.bias


def nearest(x: Tensor) -> Tensor:
    """The nearest whole numbers; gradients pass."""
    return x.round() if not x.requires_grad else x + (x.round() - x).detach()


def columns(weight: Tensor) -> Tensor:
    """The scale of each column of a product, a row of the weight."""
    return weight.detach().abs().amax(1).clamp_min(TINY) / WEIGHT_STEPS


class Rows:
    """Rows in whole numbers; of those that are nowhere below `-least`, the highest tells the scale.

    `unit` is what a one in `x` stands for.
    """

    def __init__(self, x: Tensor, *, least: float | None = None, unit: float = 1.0) -> None:
        with torch.no_grad():
            largest = x.abs().amax(-1) if least is None else x.amax(-1)
            scale = largest.clamp_min(least or TINY) / STEPS
        exported = torch.onnx.is_in_onnx_export()
        self.x = x
        self.whole = _Steps.apply(x, scale) if exported else nearest(x / scale[:, None])
        self.unit = (scale * unit)[:, None]


def linear(module: Any, rows: Rows, *, of: float = 1.0) -> Tensor:
    """A linear layer's output, counted in units of `1 / of`."""
    weight = module.weight
    if torch.onnx.is_in_onnx_export():
        found = _Product.apply(rows.whole, weight)
    else:
        column = columns(weight)
        found = (rows.whole @ nearest(weight / column[:, None]).T) * column
    found = found * (rows.unit * of)
    return found if module.bias is None else found + module.bias * of


class _Steps(torch.autograd.Function):
    """In an exported graph, rows in whole numbers around 128, so that none is below 0."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: Tensor) -> Tensor:
        return (x / scale[:, None]).round()

    @staticmethod
    def symbolic(g: Any, x: Any, scale: Any) -> Any:
        middle = g.op("Constant", value_t=torch.tensor(128, dtype=torch.uint8))
        middle = g.op("Expand", middle, g.op("Shape", scale))
        return g.op("QuantizeLinear", x, scale, middle, axis_i=0)


class _Product(torch.autograd.Function):
    """In an exported graph, their product with a weight; the export makes it a whole one."""

    @staticmethod
    def forward(ctx: Any, whole: Tensor, weight: Tensor) -> Tensor:
        return whole @ weight.T

    @staticmethod
    def symbolic(g: Any, whole: Any, weight: Any) -> Any:
        found = g.op(f"analystkit::{_PRODUCT}", whole, weight)
        found.setType(weight.type().with_sizes([None, weight.type().sizes()[0]]))
        return found


def in_whole_numbers(model: Any) -> None:
    """Put the products of an exported graph into onnxruntime's words, their weights whole."""
    from onnx import helper, numpy_helper

    graph = model.graph
    weights = {i.name: i for i in graph.initializer}

    def constant(name: str, value: npt.ArrayLike, kind: npt.DTypeLike) -> str:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value, kind), name))
        return name

    one, middle = constant("one", 1, np.float32), constant("middle", 128, np.uint8)
    nodes = []
    for node in graph.node:
        if node.op_type == _PRODUCT:
            rows, name = node.input
            weight = torch.tensor(numpy_helper.to_array(weights[name]))
            column = columns(weight)
            steps = (weight / column[:, None]).round().to(torch.int8)
            weights[name].CopyFrom(numpy_helper.from_array(steps.numpy(), name))
            scale = constant(name + SCALE, column.numpy(), np.float32)
            across = f"{name}_across"  # gzip does better with a row of the weight at a time
            nodes.append(helper.make_node("Transpose", [name], [across], perm=[1, 0]))
            node = helper.make_node(
                "MatMulIntegerToFloat",
                [rows, across, one, scale, middle],
                list(node.output),
                domain=MICROSOFT,
            )
        nodes.append(node)
    del graph.node[:], model.opset_import[:]
    graph.node.extend(nodes)
    opsets = (("", OPSET), (MICROSOFT, 1))
    model.opset_import.extend(helper.make_opsetid(*has) for has in opsets)


def rounded_words(vectors: Tensor, *, block: int | None = None, steps: int = STEPS) -> Tensor:
    """The vectors of pieces as `words_in_bytes` rounds them."""
    whole, scale = _of_words(vectors, block, steps)
    return (whole * scale).reshape(vectors.shape)


def _of_words(vectors: Tensor, block: int | None, steps: int) -> tuple[Tensor, Tensor]:
    if block is not None:
        vectors = vectors.reshape(len(vectors), -1, block)
    scale = (vectors.abs().amax(-1, keepdim=True) / steps).clamp_min(TINY)
    return (vectors / scale).round(), scale


def words_in_bytes(model: Any, name: str, *, block: int | None = None, steps: int = STEPS) -> None:
    """Round the vectors that an exported graph looks up to whole numbers, kept as bytes.

    From `-steps` to `steps`, with a scale for each vector, or for each `block` numbers of it.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    (words,) = (i for i in graph.initializer if i.name == name)
    exact = torch.tensor(numpy_helper.to_array(words))
    whole, scale = _of_words(exact, block, steps)
    words.CopyFrom(numpy_helper.from_array(whole.to(torch.int8).numpy(), name))
    graph.initializer.append(numpy_helper.from_array(scale.numpy(), name + SCALE))
    nodes = []
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] == name:
            nodes += [
                helper.make_node("Gather", [name, node.input[1]], ["steps"]),
                helper.make_node("Gather", [name + SCALE, node.input[1]], ["step"]),
                helper.make_node("Cast", ["steps"], ["whole"], to=TensorProto.FLOAT),
            ]
            (out,) = node.output
            product = out if block is None else "blocks"
            node = helper.make_node("Mul", ["whole", "step"], [product])
            if block is not None:
                shape = numpy_helper.from_array(np.array([0, 0, -1]), "row")
                graph.initializer.append(shape)
                nodes.append(node)
                node = helper.make_node("Reshape", [product, "row"], [out])
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def weights_in(graph: Any) -> dict[str, Tensor]:
    """A shipped graph's weights by their names in the network that was exported."""
    from onnx import numpy_helper

    known = (i for i in graph.initializer if i.name.startswith("network."))
    values = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in known}
    found = {}
    for name, value in values.items():
        if not name.endswith(SCALE):
            scale = values.get(name + SCALE)
            whole = value if scale is None else value * scale.reshape(-1, 1)
            found[name.removeprefix("network.")] = whole
    return found
