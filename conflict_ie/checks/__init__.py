"""Checking annotations, and how far annotators agree."""

from conflict_ie.checks.agreement import Agreement, agree, alpha
from conflict_ie.checks.checking import Problem, check, check_documents

__all__ = ["Agreement", "Problem", "agree", "alpha", "check", "check_documents"]
