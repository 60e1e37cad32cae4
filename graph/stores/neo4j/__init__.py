"""The Neo4j store: a knowledge base in a database of a Neo4j server, 5.26 or newer."""

from graph.stores.neo4j.driver import Server
from graph.stores.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore", "Server"]
