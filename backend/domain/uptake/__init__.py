"""What an organisation may know of intervisie: measures, floors, and figures that tell of nobody."""
