import pytest
import torch

from conflict_ie.learning.dropout import ByteDropout, with_byte_dropout


def test_about_p_are_dropped_and_the_mean_stays():
    torch.manual_seed(0)
    out = ByteDropout(0.1)(torch.ones(400, 1000))
    assert (out == 0).float().mean() == pytest.approx(26 / 256, abs=0.002)
    assert out.mean() == pytest.approx(1, abs=0.003)


@pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 5), (0, 4)])
def test_every_shape_keeps_its_own(shape):
    assert ByteDropout(0.5)(torch.ones(shape)).shape == torch.Size(shape)


def test_a_seed_fixes_what_is_dropped():
    outs = []
    for _ in range(2):
        torch.manual_seed(3)
        outs.append(ByteDropout(0.3)(torch.ones(100)))
    assert torch.equal(*outs)


def test_nothing_is_dropped_where_p_is_0():
    assert ByteDropout(0.0)(torch.ones(50)).sum() == 50


def test_everything_is_dropped_where_p_is_1():
    assert ByteDropout(1.0)(torch.ones(50)).sum() == 0


def test_reading_drops_nothing():
    assert ByteDropout(0.9).eval()(torch.ones(50)).sum() == 50


def test_gradients_pass_where_states_do():
    states = torch.ones(1000, requires_grad=True)
    out = ByteDropout(0.5)(states)
    out.sum().backward()
    assert torch.equal(states.grad == 0, out == 0)


def test_half_precision_stays():
    assert ByteDropout(0.5)(torch.ones(8, dtype=torch.bfloat16)).dtype == torch.bfloat16


def test_an_encoders_dropouts_are_replaced(tiny_model):
    kinds = {type(m) for m in tiny_model.network.encoder.modules()}
    assert torch.nn.Dropout not in kinds
    assert ByteDropout in kinds
    assert tiny_model.network.encoder.config.attention_probs_dropout_prob == 0


def test_other_modules_stay():
    part = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Sequential(torch.nn.Dropout(0.2)))
    with_byte_dropout(part)
    assert isinstance(part[0], torch.nn.Linear)
    assert part[1][0].p == 0.2
