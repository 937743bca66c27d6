"""Operations: deliveries are retried and cancelled, coordinators are told of obstacles."""
