from egiz.desk.directory.models.directory import Organisation, Person

__all__ = ["Organisation", "Person"]
