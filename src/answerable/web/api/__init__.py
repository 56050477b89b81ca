"""The register over HTTP, for programs."""
