"""Hosts, origins and networks, each in the one spelling in which it is compared.

Pure. What a person writes in a setting becomes what a browser or a proxy sends,
or is refused: each ``ValueError`` here is a sentence that says what to write.
"""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import idna

Address = IPv4Address | IPv6Address

_ORIGIN = re.compile(r"([a-z][a-z0-9+.-]*)://([^\s/?#@]+)/?", re.IGNORECASE)
_PLACE = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]*)(?::(\d{1,5}))?")
_NAME = re.compile(
    r"(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}

_MAPPED_BITS = 96
"""Before an IPv4 address in an IPv6 one."""

_A_HOST = "a host is a name, an IPv4 address, or an IPv6 address in brackets"
_AN_ORIGIN = "an origin is a scheme and a host, like https://shop.example, without a path"


def canonical_host(host: str) -> str:
    """Return a host as browsers write it: in lower case, a name in ASCII, an IPv6 address short and in brackets."""
    if host.startswith("["):
        if not host.endswith("]"):
            raise ValueError(_A_HOST)
        return f"[{_literal(host[1:-1], IPv6Address, _A_HOST)}]"
    name = _ascii(host)
    # To a browser, what ends in a number is an IPv4 address.
    if name.rstrip(".").rpartition(".")[2].isdigit():
        return str(_literal(name, IPv4Address, "an IPv4 address is four numbers with dots between them"))
    if not _NAME.fullmatch(name):
        raise ValueError(_A_HOST)
    return name


def _ascii(name: str) -> str:
    if name.isascii():
        return name.lower()
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        raise ValueError("a host has a letter that no host name has; write it in ASCII (xn--…)") from None


def _literal(text: str, kind: type[Address], sentence: str) -> Address:
    try:
        address = kind(text)
    except ValueError:
        raise ValueError(sentence) from None
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        raise ValueError("an address in a URL has no zone (%), which only its own machine understands")
    return address


def host_of(header: str) -> str | None:
    """Return the host that a ``Host`` header names, without its port; None if it names none."""
    match = _PLACE.fullmatch(header)
    if match is None:
        return None
    try:
        return canonical_host(match[1]).removesuffix(".")
    except ValueError:
        return None


def literal_of(host: str) -> Address | None:
    """Return the address that a canonical host is; None if it is a name."""
    try:
        return ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def is_loopback(address: Address) -> bool:
    """Whether an address leads nowhere but to this machine."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def is_loopback_host(host: str) -> bool:
    """Whether a canonical host is this machine for whoever says it (RFC 6761 §6.3 for the names)."""
    address = literal_of(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return is_loopback(address)


def canonical_origin(origin: str) -> str:
    """Return an origin as browsers send it in ``Origin``."""
    if origin.lower() == "null":
        return "null"
    if origin == "*":
        raise ValueError("list each origin; with * any page could use its visitor's cookie")
    if "*" in origin:
        raise ValueError("a * in an origin matches nothing: list each origin, with its port")
    if origin.lower().startswith("file:"):
        raise ValueError("pages from file:// have the origin null: write null")
    match = _ORIGIN.fullmatch(origin)
    place = match and _PLACE.fullmatch(match[2])
    if not match or not place:
        raise ValueError(_AN_ORIGIN)
    scheme = match[1].lower()
    if scheme in ("ws", "wss"):
        raise ValueError("the origin is that of the page, so it begins with https:// or http://")
    port = int(place[2]) if place[2] else None
    if port is not None and not 0 < port < 65_536:
        raise ValueError("a port is a number from 1 to 65535")
    shown = "" if port in (None, _DEFAULT_PORTS.get(scheme)) else f":{port}"
    return f"{scheme}://{canonical_host(place[1])}{shown}"


def canonical_name(host: str) -> str:
    """Return a host that a server may be called by, as ``Host`` has it but for the port."""
    if host == "*":
        return host
    if "*" in host:
        raise ValueError("a * in a host matches nothing: list each host, or * alone for all")
    if "/" in host:
        raise ValueError("it lists hosts alone, like rooms.example, without a scheme or a path")
    place = _PLACE.fullmatch(host)
    if place is not None and place[2]:
        raise ValueError("every port of a host is meant: leave the port out")
    return canonical_host(host).removesuffix(".")


def canonical_proxy(proxy: str) -> tuple[str, ...]:
    """Return the networks of a proxy; ``*`` stands for all."""
    if proxy == "*":
        return ("*",)
    if proxy.lower() == "localhost":
        return ("127.0.0.0/8", "::1/128")
    try:
        # An address with bits beyond its network means the network.
        network = ip_network(proxy.removeprefix("[").removesuffix("]"), strict=False)
    except ValueError:
        raise ValueError(_proxy_advice(proxy)) from None
    if network.network_address.is_unspecified and network.num_addresses == 1:
        raise ValueError("nobody comes from it; * stands for every address")
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped is not None and network.prefixlen >= _MAPPED_BITS:
        # Matched in either family, as an IPv4 network is.
        return (f"{mapped}/{network.prefixlen - _MAPPED_BITS}",)
    if mapped is None and _is_mapped(proxy.partition("/")[0]):
        raise ValueError("of an IPv4 address in an IPv6 one the network has 96 bits or more; write it as 10.0.0.0/8")
    return (str(network),)


def _is_mapped(address: str) -> bool:
    try:
        return IPv6Address(address).ipv4_mapped is not None
    except ValueError:
        return False


def _proxy_advice(proxy: str) -> str:
    place = _PLACE.fullmatch(proxy)
    if place is not None and place[2] and literal_of(place[1]) is not None:
        return f"a proxy has no port here, for each of its connections comes from another: write {place[1].strip('[]')}"
    return "a proxy is an address or a network, like 10.0.0.7 or 10.0.0.0/8; names are not looked up"


def is_in(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an address lies in one of some canonical networks."""
    return any(_lies_in(address, network) for network in networks)


def _lies_in(address: str, network: str) -> bool:
    if network == "*":
        return True
    try:
        there, where = ip_network(network), ip_address(address)
    except ValueError:
        return False
    if isinstance(where, IPv6Address) and where.ipv4_mapped and not isinstance(there, IPv6Network):
        where = where.ipv4_mapped
    return where in there
