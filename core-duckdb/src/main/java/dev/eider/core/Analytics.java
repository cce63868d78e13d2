package dev.eider.core;

import dev.eider.contract.EiderException;
import dev.eider.contract.Project;
import java.sql.Connection;

/**
 * What is made from the star within the loader's transaction, before its audits: marts. Whoever implements it only
 * writes to the connection and neither commits nor closes it.
 */
public interface Analytics {
    /** Makes nothing. */
    Analytics NONE = (warehouse, project) -> {};

    /**
     * Brings every mart of the project up to date and drops those that the project has no more.
     *
     * @throws EiderException of code INVALID_CONFIGURATION where a mart's SQL does not run against the star
     */
    void refresh(Connection warehouse, Project project) throws EiderException;
}
