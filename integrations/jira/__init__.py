"""Jira Cloud and Data Center; the only place that imports the package `jira`."""
