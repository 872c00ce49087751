import Apus
import {{ project_name }}

Manage.run(site)
