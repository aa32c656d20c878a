from egiz.desk.directory.models.directory import Organisation, Person
from egiz.desk.directory.models.merged import Different, Merged
from egiz.desk.directory.models.post import Post

__all__ = ["Different", "Merged", "Organisation", "Person", "Post"]
