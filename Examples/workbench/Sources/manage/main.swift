import Apus
import workbench

Manage.run(site)
