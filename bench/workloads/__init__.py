"""What the targets are asked to do. A workload opens its clients, measures, checks, and leaves nothing behind."""
