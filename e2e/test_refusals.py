"""Who is not let in is told why, under the form, and can try again."""

import time
from collections.abc import Callable

import jwt
import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import JWT_KEY
from e2e.interruption import CREDENTIAL_EXPIRED, Interruption
from e2e.room_page import SLOW_MS, RoomPage
from e2e.server_process import ServerProcess


@pytest.fixture
def visitor(open_page: Callable[..., Page], jwt_server: ServerProcess) -> RoomPage:
    return RoomPage(open_page(), jwt_server.url).open()


@pytest.mark.parametrize("token", ["", "wrong", "a.b.c"])
def test_a_missing_or_wrong_token_is_told(visitor: RoomPage, item: str, token: str) -> None:
    """AU2: The refusal stands under the form in words, and the form keeps the item."""
    visitor.fill_form(item, token)
    expect(visitor.page.get_by_role("alert")).to_contain_text("The token is missing or not valid.")
    expect(visitor.item_field).to_have_value(item)
    expect(visitor.token_field).to_have_attribute("aria-invalid", "true")
    expect(visitor.token_field).to_be_focused()


def test_a_token_for_another_item_is_told(visitor: RoomPage, jwt_server: ServerProcess, item: str) -> None:
    """AU3: Not the token is wrong, but the item for it."""
    visitor.fill_form(item, jwt_server.token("another-item", "Ana"))
    expect(visitor.page.get_by_role("alert")).to_contain_text("Your token does not cover this item.")


def test_a_good_token_after_a_bad_one_comes_in(visitor: RoomPage, jwt_server: ServerProcess, item: str) -> None:
    """ID6, AU9: The printed token opens its item, and its name goes before the one in the form."""
    visitor.fill_form(item, "wrong")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.fill_form(item, jwt_server.token(item, "Ana"), name="Somebody else")
    visitor.expect_connected()
    visitor.say("let in")
    visitor.expect_messages(["let in"])
    expect(visitor.log.get_by_text("Ana", exact=True)).to_have_count(1)
    expect(visitor.page.get_by_text("Somebody else")).to_have_count(0)


def test_an_expired_token_leads_to_the_form_and_a_new_one_back(
    visitor: RoomPage, jwt_server: ServerProcess, item: str
) -> None:
    """AU7, CL2: Whoever is let out is told why, and comes back with a fresh token as the same client."""
    soon = int(time.time()) + 8
    visitor.fill_form(item, jwt.encode({"sub": "Ana", "items": [item], "exp": soon}, JWT_KEY, "HS256"))
    visitor.expect_connected()
    client_id = visitor.client_id
    expect(visitor.page.get_by_role("alert")).to_contain_text("token has expired", timeout=SLOW_MS)
    visitor.fill_form(item, jwt_server.token(item, "Ana"))
    visitor.expect_connected()
    assert visitor.client_id == client_id


def test_an_expired_cookie_is_tried_once_again(visitor: RoomPage, jwt_server: ServerProcess, item: str) -> None:
    """HT6: A fresh cookie leads back at once and as the same client; where there is none, the form asks."""

    def log_in(name: str) -> None:
        claims = {"sub": "Ana", "name": name, "items": [item], "exp": int(time.time()) + 600}
        cookie = jwt.encode(claims, JWT_KEY, "HS256")
        visitor.page.context.add_cookies([{"name": "session", "value": cookie, "url": visitor.url}])

    interruption = Interruption()
    visitor.page.route_web_socket("**", interruption)
    log_in("Ana")
    visitor.open().fill_form(item, "")
    visitor.expect_connected()
    visitor.say("before")
    client_id = visitor.client_id
    log_in("Ana Ruiz")
    interruption.close_once(CREDENTIAL_EXPIRED)
    visitor.say("after")
    expect(visitor.log.get_by_text("Ana Ruiz", exact=True)).to_be_visible()
    visitor.expect_messages(["before", "after"])
    assert visitor.client_id == client_id
    interruption.close(CREDENTIAL_EXPIRED)
    expect(visitor.page.get_by_role("alert")).to_contain_text("has expired")


def test_a_refused_link_is_told_too(visitor: RoomPage, item: str) -> None:
    """CL2: A link with a bad token leads to the form, which says why, and is not tried again."""
    visitor.page.goto(f"{visitor.url}/#item={item}&token=wrong")
    visitor.page.reload()
    expect(visitor.join_button).to_be_visible()
    visitor.page.goto("about:blank")
    visitor.page.goto(f"{visitor.url}/#item={item}&token=wrong")
    expect(visitor.page.get_by_role("alert")).to_contain_text("The token is missing or not valid.")


@pytest.mark.parametrize("name", ["a/b", "x" * 129])
def test_a_bad_item_name_is_told(alice: RoomPage, name: str) -> None:
    """AU5: What no item can be called is told before anything is sent."""
    alice.open().fill_form(name)
    expect(alice.page.get_by_role("alert")).to_contain_text("at most 128 bytes")


def test_no_token_at_all_is_told_in_demo_mode_too(alice: RoomPage, item: str) -> None:
    """AU2: Demo mode takes any token, but it takes one."""
    alice.open().fill_form(item, "")
    expect(alice.page.get_by_role("alert")).to_contain_text("The token is missing or not valid.")


@pytest.mark.parametrize("name", ["訂單-7", "a b & c?d=#e", "100%"])
def test_any_other_item_name_works(alice: RoomPage, bob: RoomPage, name: str, item: str) -> None:
    """AU5, LOG12: Names of all scripts and signs lead to their own room."""
    alice.join(f"{name} {item}")
    bob.follow_link(f"{name} {item}")
    alice.say("found it")
    bob.expect_messages(["found it"])
    bob.reload()
    bob.expect_messages(["found it"])
