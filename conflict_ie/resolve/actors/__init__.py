"""Who an actor mention is: a listed actor, an unlisted one under a stable key, or a class."""

from conflict_ie.resolve.actors.resolving import Actor, ActorTable, resolve_actor

__all__ = ["Actor", "ActorTable", "resolve_actor"]
